import { InfrastructureError, UnreachableError } from '../../domain/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import { HostKeyError } from './errors.ts'
import type { SshLink } from './open-chain.ts'

/** Where a shell gets the connection for its next command. */
export interface Links {
  /** @throws {InfrastructureError} when there is none to be had */
  readonly take: (signal?: AbortSignal) => Promise<SshLink> | SshLink
}

/** One connection; when it is lost it stays so. */
export const oneLink = (link: SshLink): Links => ({
  take: () => {
    const lost = link.lost()
    if (lost !== undefined) throw lost
    return link
  },
})

export interface ReconnectDependencies {
  readonly open: () => Promise<SshLink>
  /** The machine's clock. */
  readonly clock: Clock
  readonly warn: (message: string) => void
}

/** Real ms between one attempt to connect again and the next. */
const BACK_OFF_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
const LONGEST_PAUSE_MS = 60_000

/**
 * A connection that is opened anew after it was lost, with growing pauses. The first one is there already.
 * @param withinMs real time that the pauses may take together
 */
export const reconnecting = (
  { open, clock, warn }: ReconnectDependencies,
  first: SshLink,
  withinMs: number,
): Links & { readonly close: () => Promise<void> } => {
  const pauses = pausesWithin(withinMs)
  let link = first
  let opening: Promise<SshLink> | undefined
  let isClosed = false
  const again = async (lost: InfrastructureError): Promise<SshLink> => {
    warn(`ssh: ${lost.message}; connecting again`)
    let last: unknown = lost
    for (const pauseMs of pauses) {
      await clock.sleep(pauseMs)
      if (isClosed) throw lost
      try {
        link = await open()
        warn('ssh: connected again')
        return link
      } catch (error) {
        if (!(error instanceof InfrastructureError) || error instanceof HostKeyError) throw error
        last = error
      }
    }
    throw new UnreachableError(
      `${lost.message}; ${pauses.length} attempts to connect again failed: ${last instanceof Error ? last.message : String(last)}`,
      { cause: last },
    )
  }
  return {
    take: (signal) => {
      const lost = link.lost()
      if (lost === undefined) return link
      if (isClosed) throw lost
      opening ??= again(lost).finally(() => {
        opening = undefined
      })
      return signal === undefined ? opening : unlessAborted(opening, signal)
    },
    close: async () => {
      isClosed = true
      await opening?.catch(() => undefined)
      await link.close()
    },
  }
}

/** The first attempt is made at once; the last pause is as long as there is time left. */
const pausesWithin = (limitMs: number): readonly number[] => {
  const pauses = [0]
  for (let leftMs = limitMs; leftMs > 0;) {
    const pauseMs = Math.min(leftMs, BACK_OFF_MS[pauses.length - 1] ?? LONGEST_PAUSE_MS)
    pauses.push(pauseMs)
    leftMs -= pauseMs
  }
  return pauses
}

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
