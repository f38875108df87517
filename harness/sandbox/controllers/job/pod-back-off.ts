import type { StoredPod } from '../base/pods.ts'
import { finishedAtMs } from './job-pods.ts'

/** Failures of a Job's pods since its last success. */
export interface FailureRecord {
  readonly failures: number
  /** Epoch ms of the last one. */
  readonly lastMs: number
}

/** Adds pods that have ended; a success after the last failure clears the record. */
export const recordEnds = (
  known: FailureRecord | undefined,
  failed: readonly StoredPod[],
  succeeded: readonly StoredPod[],
  nowMs: number,
): FailureRecord | undefined => {
  const lastSuccessMs = Math.max(Number.NEGATIVE_INFINITY, ...succeeded.map((pod) => finishedAtMs(pod, nowMs)))
  const ends = failed.map((pod) => finishedAtMs(pod, nowMs)).filter((atMs) => atMs > lastSuccessMs)
  const before = known === undefined || known.lastMs < lastSuccessMs ? undefined : known
  if (ends.length === 0) return before
  return { failures: (before?.failures ?? 0) + ends.length, lastMs: Math.max(before?.lastMs ?? 0, ...ends) }
}

/** Ms until the next pod may be made: 10 s after the first failure's end, doubling up to 10 min. */
export const backOffLeftMs = (record: FailureRecord | undefined, nowMs: number): number =>
  record === undefined
    ? 0
    : Math.max(0, record.lastMs + Math.min(FIRST_MS * 2 ** (record.failures - 1), LONGEST_MS) - nowMs)

const FIRST_MS = 10_000
const LONGEST_MS = 600_000
