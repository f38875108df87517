import type { ExecutionReport } from '../../harness/domain/execution-report.ts'
import type { Finding } from '../../harness/domain/finding.ts'
import type { Verification } from '../../harness/ports/components.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import type { LoopParts } from './loop-parts.ts'

const UNVERIFIED: Verification = { passed: true, reason: 'not verified', checks: [] }

/** V_vis: the method's own judgement of its result. It is an activation when it contradicts what the method would have claimed. */
export const verifyRun = async (
  context: LoopContext,
  parts: LoopParts,
  report: ExecutionReport,
  finding: Finding | null,
): Promise<Verification> => {
  if (parts.verifier === null) return UNVERIFIED
  const verification = await parts.verifier.verify({ card: context.card, report, finding, shell: context.shell })
  for (const result of verification.checks)
    context.trace.record({ type: 'check', actor: 'method', role: 'verification', result })
  context.trace.record({
    type: 'decision',
    component: 'verifier',
    activated: !verification.passed,
    detail: verification.reason,
  })
  return verification
}
