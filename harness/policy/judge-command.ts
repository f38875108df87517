import type { Change } from '../domain/scope.ts'
import type { RiskLevel } from '../domain/skill.ts'
import { parseCommand } from './parse-command.ts'
import { type ProgramEffect, programEffect } from './program-effect.ts'
import { highestRisk, riskOf } from './risk.ts'
import type { SimpleCommand } from './simple-command.ts'
import type { Variables } from './word.ts'

/** A program of a command line with what it may do. */
export interface JudgedProgram {
  readonly command: SimpleCommand
  readonly effect: ProgramEffect
  readonly risk: RiskLevel
}

/** All that can be said of a command line before it runs. */
export type CommandJudgement =
  | { readonly status: 'unparsable'; readonly reason: string }
  | {
      readonly status: 'judged'
      readonly programs: readonly JudgedProgram[]
      readonly changes: readonly Change[]
      readonly risk: RiskLevel
      /** It may change something, in the cluster or in a way that cannot be told. */
      readonly mutates: boolean
    }

/** Reads a command line: its programs, the changes that they ask for, and the highest risk among them. */
export const judgeCommand = (
  line: string,
  options: { readonly namespace: string; readonly variables?: Variables },
): CommandJudgement => {
  const parsed = parseCommand(line, options.variables)
  if (parsed.status === 'unparsable') return parsed
  const programs = parsed.commands.map((command) => {
    const effect = programEffect(command, options.namespace)
    return { command, effect, risk: riskOf(effect) }
  })
  const changes = programs.flatMap(({ effect }) => changesOf(effect))
  const risk = highestRisk(programs.map((program) => program.risk))
  return { status: 'judged', programs, changes, risk, mutates: changes.length > 0 || risk === 'high' }
}

/** The changes that a program asks the API server for, as far as they can be named. */
const changesOf = (effect: ProgramEffect): readonly Change[] =>
  effect.type === 'kubectl' && effect.command.effect.type === 'mutate' ? effect.command.effect.changes : []
