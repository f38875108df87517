import type { Activity, ProgramCall } from '../../types.ts'
import type { HttpRequest, RequestOutcome } from '../../wire.ts'

/** A request and what became of it, after its time has passed. */
export type Performed =
  | Exclude<RequestOutcome, { readonly kind: 'unanswered' }>
  /** A limit of the client's ended it. */
  | {
      readonly kind: 'timed-out'
      readonly phase: 'lookup' | 'connect' | 'answer'
      readonly address: string
      readonly afterMs: number
    }

export interface RequestLimits {
  /** Ms for the whole request. */
  readonly totalMs: number
  /** Ms until the connection stands. */
  readonly connectMs: number
  /** Whether the resolver of the C library is waited for, which does not know the limits of its program. */
  readonly waitsForResolver?: boolean
}

/** Time after which Linux gives up a connection that nobody answers, ms. */
const SYN_TIMEOUT_MS = 131_000

/** Sends a request from a container and waits for the answer, or for the first limit. */
export function* performRequest(
  { table }: Pick<ProgramCall, 'table'>,
  request: HttpRequest,
  limits: RequestLimits,
): Activity<Performed> {
  const outcome = table.wire.request(request, table.clock.nowMs())
  const { lookupMs, connectMs, totalMs } = outcome.timing
  const connectLimitMs = Math.min(limits.connectMs, limits.totalMs, SYN_TIMEOUT_MS)
  if (outcome.kind === 'unresolved' && limits.waitsForResolver === true) {
    yield { kind: 'sleep', ms: totalMs }
    return outcome
  }
  const isLateToConnect = connectMs > connectLimitMs
  const isLate = isLateToConnect || totalMs > limits.totalMs
  const afterMs = isLateToConnect ? connectLimitMs : Math.min(totalMs, limits.totalMs)
  yield { kind: 'sleep', ms: afterMs }
  if (!isLate && outcome.kind !== 'unanswered') return outcome
  const phase = lookupMs > afterMs ? 'lookup' : isLateToConnect ? 'connect' : 'answer'
  return { kind: 'timed-out', phase, address: 'address' in outcome ? outcome.address : '', afterMs }
}
