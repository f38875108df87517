import type { ParameterValues, Skill } from '../../domain/skill.ts'
import type { TaskCard } from '../../domain/task.ts'
import { createGate } from '../../policy/gate.ts'
import { riskBudget } from '../../policy/risk-budget.ts'
import type { CapabilityProfile, Verifier } from '../../ports/components.ts'
import type { TraceSink } from '../../ports/trace-sink.ts'
import { runSkill } from '../../runner/run-skill.ts'
import type { Place } from '../compose/place.ts'
import { mayMutate, readOnlyGate } from '../compose/read-only-gate.ts'
import type { PlannedRun } from '../terminal/agent-report.ts'

interface Dependencies {
  readonly place: Place
  readonly trace: TraceSink
  readonly verifier: Verifier | null
  readonly signal: AbortSignal
}

interface Choice {
  readonly skill: Skill
  readonly reason: string
  readonly card: TaskCard
  readonly capabilities: CapabilityProfile
  readonly allowMutation: boolean
}

/** Carries out a planned skill and judges the result; one that may change something is only verified, unless that is allowed. */
export const runPlannedSkill = async (
  { place, trace, verifier, signal }: Dependencies,
  { skill, reason, card, capabilities, allowMutation }: Choice,
): Promise<PlannedRun> => {
  const readOnly = readOnlyGate(place.namespace)
  const parameters = valuesFrom(card, skill)
  const mutates = mayMutate(skill, place.namespace, parameters)
  const isForReal = !mutates || allowMutation
  // A card that says what may be changed is held to; one of the older format says nothing, and the flag is the consent.
  const scoped =
    card.scope.allow.length === 0 ? null : createGate({ card, budget: riskBudget({ card, skill, capabilities }) })
  const { report, finding } = await runSkill(
    { shell: place.shell, trace },
    {
      skill,
      namespace: place.namespace,
      ...(place.kubeconfig === undefined ? {} : { kubeconfig: place.kubeconfig }),
      parameters,
      mode: isForReal ? { type: 'execute', gate: mutates ? scoped : readOnly } : { type: 'verify', gate: readOnly },
      signal,
    },
  )
  const isJudged = isForReal && (finding !== null || (mutates && report.status === 'succeeded'))
  const verification =
    isJudged && verifier !== null ? await verifier.verify({ card, report, finding, shell: place.environment }) : null
  const hasRun = report.status === 'succeeded' || report.status === 'verified'
  return {
    skill: skill.name,
    reason,
    mode: isForReal ? 'executed' : 'verified',
    note: isForReal ? null : 'it may change something; allow that with --allow-mutation',
    ok: hasRun && verification?.passed !== false,
    report,
    finding,
    verification,
  }
}

const valuesFrom = ({ workload }: TaskCard, { parameters }: Skill): ParameterValues =>
  workload !== undefined && 'workload' in parameters ? { workload } : {}
