import { InfrastructureError } from '../../domain/errors.ts'
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

/** Real ms between one attempt to connect again and the next: two minutes together. */
const BACK_OFF_MS = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000]

/** A connection that is opened anew after it was lost, with growing pauses. The first one is there already. */
export const reconnecting = (
  { open, clock, warn }: ReconnectDependencies,
  first: SshLink,
): Links & { readonly close: () => Promise<void> } => {
  let link = first
  let opening: Promise<SshLink> | undefined
  let isClosed = false
  const again = async (lost: InfrastructureError): Promise<SshLink> => {
    warn(`ssh: ${lost.message}; connecting again`)
    let last: unknown = lost
    for (const pauseMs of BACK_OFF_MS) {
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
    throw new InfrastructureError(
      `${lost.message}; ${BACK_OFF_MS.length} attempts to connect again failed: ${last instanceof Error ? last.message : String(last)}`,
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

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
