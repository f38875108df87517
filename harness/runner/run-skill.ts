import { type CommandOutcome, describeOutcome, stdoutOf, succeeded } from '../domain/command-outcome.ts'
import type { ExecutionReport, RanCommand } from '../domain/execution-report.ts'
import type { Finding } from '../domain/finding.ts'
import type { ParameterValues, Skill } from '../domain/skill.ts'
import type { FailureSignature, Gate, GateObserver } from '../ports/components.ts'
import type { Shell } from '../ports/shell.ts'
import type { TraceSink } from '../ports/trace-sink.ts'
import { extractFinding } from './extract-finding.ts'
import { unspecialised } from './placeholders.ts'
import { resolveParameters } from './resolve-parameters.ts'
import { rollbackSkill } from './rollback-skill.ts'
import { type CheckedList, runChecks } from './run-checks.ts'
import { runStep, type StepRunner } from './run-step.ts'

export interface RunSkillDeps {
  readonly shell: Shell
  readonly trace: TraceSink
}

export interface RunSkillRequest {
  readonly skill: Skill
  /** Exported as OPS_NAMESPACE: the cluster file's namespace, or the card's. */
  readonly namespace: string
  readonly parameters?: ParameterValues
  readonly kubeconfig?: string | undefined
  /** `verify`: preconditions and success criteria only, under a gate that refuses whatever would change something. */
  readonly mode:
    | { readonly type: 'execute'; readonly gate: (Gate & Partial<GateObserver>) | null }
    | { readonly type: 'verify'; readonly gate: Gate }
  /** Ms of cluster time for a step that sets no timeout; 180 s without. */
  readonly defaultTimeoutMs?: number
  readonly signal?: AbortSignal
}

export interface SkillRun {
  readonly report: ExecutionReport
  /** Null: the skill states no answer, or none of its rules matched. */
  readonly finding: Finding | null
  /** σ of what failed, for the memory and the optimizer. */
  readonly failures: readonly FailureSignature[]
}

/**
 * Runs a skill S: preconditions → actions → success criteria, and its way back after a failed action that asks for it or after failed
 * success criteria. A failed precondition, a denied first action and a template that still needs its values end as `blocked`: nothing
 * was changed. What shell and limits throw passes through.
 */
export const runSkill = async (deps: RunSkillDeps, request: RunSkillRequest): Promise<SkillRun> => {
  const { skill, mode } = request
  const resolved = resolveParameters(skill, request.parameters ?? {})
  const refusal = unspecialised(skill) ?? (resolved.status === 'invalid' ? resolved.problems.join('; ') : null)
  if (refusal !== null || resolved.status === 'invalid') return refused(skill, refusal ?? '')
  const runner: StepRunner = {
    ...deps,
    gate: mode.gate,
    environment: { kubeconfig: request.kubeconfig, namespace: request.namespace, parameters: resolved.values },
    defaultTimeoutMs: request.defaultTimeoutMs ?? 180_000,
    signal: request.signal,
  }
  const preconditions = await runChecks(runner, skill.preconditions, 'precondition')
  if (mode.type === 'verify') {
    const criteria = await runChecks(runner, skill.success_criteria, 'success')
    const passed = preconditions.passed && criteria.passed
    return finish(request, { preconditions, criteria, status: passed ? 'verified' : 'failed' })
  }
  if (!preconditions.passed) return finish(request, { preconditions, status: 'blocked' })
  const acted = await runActions(runner, skill)
  if (acted.stopped === 'before-change') return finish(request, { preconditions, acted, status: 'blocked' })
  const criteria = acted.stopped === null ? await runChecks(runner, skill.success_criteria, 'success') : undefined
  if (criteria?.passed === true) return finish(request, { preconditions, acted, criteria, status: 'succeeded' })
  const wantsBack = acted.stopped === 'rollback' || (criteria !== undefined && skill.rollback.length > 0)
  if (!wantsBack) return finish(request, { preconditions, acted, criteria, status: 'failed' })
  deps.trace.record({
    type: 'decision',
    component: 'rollback',
    activated: skill.rollback.length > 0,
    detail: criteria === undefined ? 'an action failed that asks for it' : 'the success criteria failed',
  })
  const back = await rollbackSkill(runner, skill)
  const status = back.steps.length === 0 ? 'failed' : back.completed ? 'rolled-back' : 'rollback-failed'
  return finish(request, { preconditions, acted, criteria, rollback: back.steps, status })
}

interface Acted {
  readonly actions: readonly RanCommand[]
  readonly outputs: ReadonlyMap<string, string>
  readonly failures: readonly FailureSignature[]
  /** `before-change`: the gate refused, and nothing had run before. */
  readonly stopped: 'abort' | 'rollback' | 'before-change' | null
}

async function runActions(runner: StepRunner, skill: Skill): Promise<Acted> {
  const actions: RanCommand[] = []
  const outputs = new Map<string, string>()
  const failures: FailureSignature[] = []
  let anyRan = false
  for (const action of skill.actions) {
    const { outcome, ran } = await runStep(runner, action)
    actions.push(ran)
    outputs.set(action.name, stdoutOf(outcome))
    anyRan ||= outcome.status !== 'denied'
    if (succeeded(outcome)) continue
    failures.push(signature(skill, action.name, 'action-failed', outcome))
    if (action.on_failure === 'continue') continue
    return { actions, outputs, failures, stopped: anyRan ? action.on_failure : 'before-change' }
  }
  return { actions, outputs, failures, stopped: anyRan || skill.actions.length === 0 ? null : 'before-change' }
}

function finish(
  { skill }: RunSkillRequest,
  run: {
    readonly preconditions: CheckedList
    readonly acted?: Acted
    readonly criteria?: CheckedList | undefined
    readonly rollback?: readonly RanCommand[]
    readonly status: ExecutionReport['status']
  },
): SkillRun {
  const { preconditions, acted, criteria } = run
  const outputs = new Map([...preconditions.outputs, ...(acted?.outputs ?? []), ...(criteria?.outputs ?? [])])
  return {
    report: {
      skill_name: skill.name,
      preconditions: [...preconditions.reported],
      actions: [...(acted?.actions ?? [])],
      success_criteria: [...(criteria?.reported ?? [])],
      rollback: [...(run.rollback ?? [])],
      status: run.status,
    },
    finding: skill.finding === undefined ? null : extractFinding(skill.finding, outputs),
    failures: [
      ...checkSignature(skill, preconditions, 'precondition-failed'),
      ...(acted?.failures ?? []),
      ...(criteria === undefined ? [] : checkSignature(skill, criteria, 'verification-failed')),
    ],
  }
}

const refused = (skill: Skill, reason: string): SkillRun => ({
  report: {
    skill_name: skill.name,
    preconditions: [],
    actions: [],
    success_criteria: [],
    rollback: [],
    status: 'blocked',
    reason,
  },
  finding: null,
  failures: [{ skill: skill.name, step: '', kind: 'precondition-failed', detail: reason }],
})

const checkSignature = (
  skill: Skill,
  list: CheckedList,
  kind: FailureSignature['kind'],
): readonly FailureSignature[] =>
  list.failed === null
    ? []
    : [signature(skill, list.failed.check.name, kind, list.failed.outcome, list.failed.check.detail)]

function signature(
  skill: Skill,
  step: string,
  kind: FailureSignature['kind'],
  outcome: CommandOutcome,
  detail = describeOutcome(outcome),
): FailureSignature {
  const actual = outcome.status === 'denied' ? 'denied' : outcome.status === 'timed-out' ? 'timed-out' : kind
  return { skill: skill.name, step, kind: actual, detail }
}
