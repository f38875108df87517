import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { InfrastructureError } from '../../domain/errors.ts'
import { createChannelGate } from './channel-gate.ts'
import type { ChannelGate } from './channel-gate.ts'
import { openConnection } from './open-connection.ts'
import type { SshHop } from './types.ts'

/** A warm connection to a target host, through the hosts before it. */
export interface SshLink {
  readonly client: Client
  readonly channels: ChannelGate
  /** The error that ended the link; `undefined` while it holds. */
  readonly lost: () => InfrastructureError | undefined
  /** Calls back once when the link is lost. @returns how to stop listening */
  readonly onLost: (listener: (error: InfrastructureError) => void) => () => void
  /** Gives the link up: it turned out not to hold. */
  readonly drop: (cause: Error) => void
  readonly close: () => Promise<void>
}

export interface ChainOptions {
  /** Commands at a time, at most. */
  readonly channelLimit?: number | undefined
  /** A stream to the first host. Default: a TCP connection to its address. */
  readonly through?: Duplex
}

/**
 * Connects host by host; the last one is the target.
 * @throws {InfrastructureError} that names the host which could not be reached
 */
export const openChain = async (
  hops: readonly SshHop[],
  { channelLimit, through }: ChainOptions = {},
): Promise<SshLink> => {
  const clients: Client[] = []
  try {
    for (const hop of hops) {
      const before = clients.at(-1)
      clients.push(await openConnection(hop, before === undefined ? through : await forward(before, hop)))
    }
  } catch (error) {
    for (const client of clients) client.destroy()
    throw error
  }
  const target = clients.at(-1)
  if (target === undefined) throw new InfrastructureError('a chain of hosts needs at least the target')
  return watch(target, clients, { name: hops.at(-1)?.host ?? '', channelLimit })
}

const watch = (
  target: Client,
  clients: readonly Client[],
  { name, channelLimit }: Pick<ChainOptions, 'channelLimit'> & { readonly name: string },
): SshLink => {
  const listeners = new Set<(error: InfrastructureError) => void>()
  let lost: InfrastructureError | undefined
  let isClosing = false
  const lose = (cause?: Error): void => {
    if (lost !== undefined) return
    const message = isClosing ? 'was closed' : `was lost${cause === undefined ? '' : `: ${cause.message}`}`
    lost = new InfrastructureError(`the connection to ${name} ${message}`, { cause })
    // What is left of a chain with a broken link serves nobody.
    if (!isClosing) for (const client of clients) client.destroy()
    for (const listener of listeners) listener(lost)
  }
  for (const client of clients) client.on('error', lose).on('close', () => lose())
  return {
    client: target,
    channels: createChannelGate(channelLimit),
    lost: () => lost,
    onLost: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    drop: lose,
    close: async () => {
      isClosing = true
      if (lost !== undefined) return
      const closed = clients.map((client) => new Promise<void>((resolve) => client.once('close', () => resolve())))
      for (const client of clients.toReversed()) {
        client.end()
        // A host that does not answer any more would keep the socket open.
        client.destroy()
      }
      await Promise.all(closed)
    },
  }
}

const forward = (client: Client, { host, port }: SshHop): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
      if (error === undefined) resolve(channel)
      else
        reject(
          new InfrastructureError(
            `the jump host does not reach ${host}:${port}: ${error.message.replace(/: *$/, '')}`,
            { cause: error },
          ),
        )
    })
  })
