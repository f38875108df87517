import { durationMs } from '../domain/duration.ts'
import type { Action, RollbackStep, Skill } from '../domain/skill.ts'
import type { FailureSignature } from '../ports/components.ts'

/** An edit Δ_σ of a skill. */
export interface Edit {
  readonly skill: Skill
  readonly note: string
  /** It answers a failure, so that another run may end otherwise; other edits only make the skill better. */
  readonly answersFailure: boolean
}

type Rule = (skill: Skill, failures: readonly FailureSignature[]) => Edit | null

/** Gives steps that ran out of time twice as much. */
export const addTimeout: Rule = (skill, failures) => {
  const late = new Set(failures.filter(isTimeOut).map(({ step }) => step))
  if (late.size === 0) return null
  const longer = <S extends Step>(step: S): S =>
    late.has(step.name)
      ? {
          ...step,
          command: longerWait(step.command),
          timeout: `${Math.min(MAX_S, (2 * durationMs(step.timeout ?? '180s')) / 1_000)}s`,
        }
      : step
  const edited = mapSteps(skill, longer)
  return JSON.stringify(edited) === JSON.stringify(skill)
    ? null
    : { skill: edited, note: `gave ${[...late].join(', ')} more time`, answersFailure: true }
}

interface Step {
  readonly name: string
  readonly command: string
  readonly timeout?: string | undefined
}

const MAX_S = 600
const isTimeOut = ({ kind, detail }: FailureSignature): boolean =>
  kind === 'timed-out' || /timed out waiting for the condition|exceeded its progress deadline/.test(detail)

const longerWait = (command: string): string =>
  command.replace(/--timeout=(\d+)s/g, (_, seconds: string) => `--timeout=${Math.min(MAX_S, 2 * Number(seconds))}s`)

/** Names the namespace where a kubectl command relies on the default one. */
export const addNamespace: Rule = (skill, failures) => {
  const edited = mapSteps(skill, (step) => ({ ...step, command: withNamespace(step.command) }))
  if (JSON.stringify(edited) === JSON.stringify(skill)) return null
  const missed = failures.some(({ detail }) => /not ?found|no resources/i.test(detail))
  return { skill: edited, note: 'named the namespace in every kubectl command', answersFailure: missed }
}

// Commands that the whole cluster answers, or that name their namespace, stay as they are.
const withNamespace = (command: string): string =>
  /(?:^|\s)(?:-n|--namespace|-A|--all-namespaces)\b/.test(command)
    ? command
    : command.replace(
        /^kubectl (?=(?:get|describe|logs|rollout|set|scale|patch|delete|exec|top|label|annotate)\b)(?!get (?:ns|namespaces?|no|nodes?|pv)\b|top nodes?\b)/,
        'kubectl -n "$OPS_NAMESPACE" ',
      )

/** Adds the way back of actions on a rollout that has none. */
export const addRollback: Rule = (skill) => {
  if (skill.rollback.length > 0) return null
  const rollback = skill.actions.flatMap(undoOf)
  if (rollback.length === 0) return null
  const actions = skill.actions.map((action): Action =>
    undoOf(action).length > 0 ? { ...action, on_failure: 'rollback' } : action,
  )
  return {
    skill: { ...skill, actions, rollback },
    note: `added a way back: ${rollback.map(({ command }) => command).join('; ')}`,
    answersFailure: false,
  }
}

function undoOf({ command }: Action): readonly RollbackStep[] {
  const match =
    /^(kubectl(?: -n \S+)?) (?:rollout restart|set (?:image|env|resources)|patch) ((?:deployment|deploy)s?[/ ]\S+)/.exec(
      command,
    )
  return match === null
    ? []
    : [{ name: 'return to the revision before', command: `${match[1]} rollout undo ${match[2]}` }]
}

/** Adds a success criterion to a skill that changes a rollout and checks nothing afterwards. */
export const addCriterion: Rule = (skill) => {
  if (skill.success_criteria.length > 0) return null
  const undo = skill.actions.flatMap(undoOf)[0]
  if (undo === undefined) return null
  const command = `${undo.command.replace('rollout undo', 'rollout status')} --timeout=120s`
  return {
    skill: {
      ...skill,
      success_criteria: [{ name: 'rollout completes', command, expect_stdout_contains: 'successfully rolled out' }],
    },
    note: `added a success criterion: ${command}`,
    answersFailure: false,
  }
}

const mapSteps = (skill: Skill, edit: <S extends Step>(step: S) => S): Skill => ({
  ...skill,
  preconditions: skill.preconditions.map(edit),
  actions: skill.actions.map(edit),
  success_criteria: skill.success_criteria.map(edit),
  rollback: skill.rollback.map(edit),
})
