import type { Cancel, Flow } from '../../engine/types.ts'

/**
 * A process group: what a command line starts, and what its time limit ends. Whatever waits does so through `flow` and gives up when
 * `signal` aborts. The flow itself is never aborted, so that a killed process can still hand over what it had printed.
 */
export interface Process {
  readonly flow: Flow
  readonly signal: AbortSignal
  readonly schedule: (delayMs: number, event: () => void) => Cancel
  /** Remembers a defect met while a command ran: it is the harness's, and must not pass for the command's own failure. */
  readonly fail: (error: unknown) => void
  /** The first defect. */
  readonly failure: () => { readonly error: unknown } | undefined
}

export interface ProcessDependencies {
  readonly flow: Flow
  readonly schedule: (delayMs: number, event: () => void) => Cancel
}

/** The reason with which a process is killed: its limit of cluster time passed, or its parent was killed. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

/** A process that ends when `signal` aborts. */
export const createProcess = (dependencies: ProcessDependencies, signal: AbortSignal): Process => {
  let failure: { readonly error: unknown } | undefined
  return {
    ...dependencies,
    signal,
    fail: (error) => {
      failure ??= { error }
    },
    failure: () => failure,
  }
}

/**
 * Runs `body` as a child that is killed after `limitMs` of cluster time, or with its parent. The child hands over its result even
 * when it was killed.
 */
export const withLimit = async <T>(
  parent: Process,
  limitMs: number,
  body: (child: Process) => Promise<T>,
): Promise<{ readonly value: T; readonly isLate: boolean }> => {
  const controller = new AbortController()
  const kill = (): void => controller.abort(new Killed('the process group was killed'))
  let isLate = false
  const cancel =
    limitMs === Number.POSITIVE_INFINITY
      ? () => {}
      : parent.schedule(limitMs, () => {
          isLate = !controller.signal.aborted
          kill()
        })
  if (parent.signal.aborted) kill()
  parent.signal.addEventListener('abort', kill)
  try {
    return { value: await body({ ...parent, signal: controller.signal }), isLate }
  } finally {
    cancel()
    parent.signal.removeEventListener('abort', kill)
  }
}

/** Waits `ms` of cluster time. @returns whether the process was killed meanwhile */
export const pause = async (process: Process, ms: number): Promise<'passed' | 'killed'> => {
  try {
    await process.flow.sleep(ms, process.signal)
    return 'passed'
  } catch (error) {
    if (process.signal.aborted && error === process.signal.reason) return 'killed'
    throw error
  }
}
