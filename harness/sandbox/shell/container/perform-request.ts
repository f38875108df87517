import type { Caller, Network } from '../../network/types.ts'
import type { HttpRequest, RequestOutcome } from '../../processes/wire.ts'
import { pause } from '../script/process.ts'
import type { Process } from '../script/process.ts'

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
  | { readonly kind: 'killed' }

export interface RequestLimits {
  /** Ms for the whole request. */
  readonly totalMs: number
  /** Ms until the connection stands. */
  readonly connectMs: number
}

/** Time after which Linux gives up a connection that nobody answers, ms. */
const SYN_TIMEOUT_MS = 131_000

/** Sends a request from a pod and waits for the answer, or for the first limit. */
export const performRequest = async (
  dependencies: { readonly network: Network; readonly caller: Caller; readonly process: Process },
  request: HttpRequest,
  limits: RequestLimits,
): Promise<Performed> => {
  const { network, caller, process } = dependencies
  const outcome = network.request(caller, request)
  const { lookupMs, connectMs, totalMs } = outcome.timing
  const connectLimitMs = Math.min(limits.connectMs, limits.totalMs, SYN_TIMEOUT_MS)
  const isLateToConnect = connectMs > connectLimitMs
  const isLate = isLateToConnect || totalMs > limits.totalMs
  const afterMs = isLateToConnect ? connectLimitMs : Math.min(totalMs, limits.totalMs)
  if ((await pause(process, afterMs)) === 'killed') return { kind: 'killed' }
  if (!isLate && outcome.kind !== 'unanswered') return outcome
  const phase = lookupMs > afterMs ? 'lookup' : isLateToConnect ? 'connect' : 'answer'
  return { kind: 'timed-out', phase, address: 'address' in outcome ? outcome.address : '', afterMs }
}
