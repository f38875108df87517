import type { CheckResult } from '../domain/check.ts'
import type { Verification, Verifier } from '../ports/components.ts'
import { lookAtEvidence } from './look-at-evidence.ts'
import { lookAtReport } from './look-at-report.ts'
import { lookAtRequests } from './look-at-requests.ts'
import { lookAtWorkloads } from './look-at-workloads.ts'

const SIGNALS_NEEDED = 2

/**
 * V_vis without a model. A recovery is judged by the skill's own success criteria, a fresh look at the workloads, restart counts between two
 * looks, and requests where there is a client to send them from; a finding by its evidence: it stands in the report, and the command that
 * showed it shows it again. It passes when at least two signals could be seen and none speaks against.
 */
export const heuristicVerifier = (): Verifier => ({
  verify: async ({ card, report, finding, shell }) =>
    conclude(
      finding !== null
        ? await lookAtEvidence(shell, card, report, finding)
        : [...lookAtReport(report), ...(await lookAtWorkloads(shell, card)), ...(await lookAtRequests(shell, card))],
    ),
})

const conclude = (checks: readonly CheckResult[]): Verification => {
  const signals = [...new Set(checks.flatMap(({ signal }) => signal ?? []))]
  const against = checks.filter(({ passed }) => !passed)
  const [first] = against
  if (first !== undefined) return { passed: false, reason: `${first.name}: ${first.detail}`, checks }
  return signals.length < SIGNALS_NEEDED
    ? { passed: false, reason: `only ${signals.length} of ${SIGNALS_NEEDED} signals could be seen`, checks }
    : { passed: true, reason: `${signals.join(', ')} agree`, checks }
}
