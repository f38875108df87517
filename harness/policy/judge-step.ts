import { type CommandJudgement, judgeCommand } from './judge-command.ts'

/** Judges a command of a document, whose parameters have no values yet: each stands for one word. */
export const judgeStep = (command: string, namespace = ''): CommandJudgement =>
  judgeCommand(command, {
    namespace,
    variables: new Map(
      [...command.matchAll(/\bOPS_[A-Z0-9_]+/g)].map(([variable]) => [variable, variable.toLowerCase()]),
    ),
  })
