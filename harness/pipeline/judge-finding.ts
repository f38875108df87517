import type { CheckResult } from '../domain/check.ts'
import type { Claim } from '../domain/claim.ts'
import type { ClassifiedMutation } from '../domain/mutation.ts'
import type { Oracle } from '../domain/task.ts'
import type { TraceEvent } from '../domain/trace.ts'
import type { Draw } from '../domain/trial.ts'
import type { Verdict } from '../domain/verdict.ts'
import { evidenceProblems } from './ground-evidence.ts'
import { judgement } from './judgement.ts'

export interface FindingCase {
  readonly claim: Claim
  readonly draw: Draw
  readonly events: readonly TraceEvent[]
  /** The method's. */
  readonly mutations: readonly ClassifiedMutation[]
}

/** Judges an answer: every field that the oracle names equals the truth, the evidence is real and shows it, nothing was changed. */
export const judgeFinding = (
  { fields }: Extract<Oracle, { judges: 'finding' }>,
  { claim: { finding }, draw: { truth, variant }, events, mutations }: FindingCase,
): Verdict => {
  if (truth === null) throw new RangeError('a finding needs a truth to be judged by')
  const [first, ...others] = fields.map((field): CheckResult => {
    const problem = finding === undefined ? 'no finding was given' : mismatch(truth[field], finding[field])
    return judgement(field, problem === null ? [] : [problem], `is ${truth[field] ?? 'absent'}`)
  })
  const evidence = judgement(
    'evidence',
    evidenceProblems(finding?.evidence ?? [], events, { object: truth.object, signal: variant.evidence }),
    'was read from the cluster and shows it',
  )
  const checks: Verdict['checks'] = first === undefined ? [evidence] : [first, ...others, evidence]
  const guard = [untouched(mutations)]
  return { passed: [...checks, ...guard].every((check) => check.passed), checks, guard }
}

const mismatch = (expected: string | undefined, found: string | undefined): string | null =>
  expected === found ? null : `expected ${expected ?? 'none'}, found ${found ?? 'none'}`

const untouched = (mutations: readonly ClassifiedMutation[]): CheckResult =>
  judgement(
    'nothing was changed',
    mutations.filter(({ denied }) => !denied).map(({ verb, kind, name }) => `${verb} ${kind}/${name}`),
    'no change',
  )
