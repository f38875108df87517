import { UsageError } from '../../domain/errors.ts'

/** A host as people write it; what is left out is open. */
export interface Address {
  readonly host: string
  readonly user: string | undefined
  readonly port: number | undefined
}

/**
 * Reads `[user@]host[:port]`; an IPv6 address with a port stands in brackets.
 * @throws {UsageError} for anything else
 */
export const readAddress = (text: string): Address => {
  const match = /^(?:([^@\s]+)@)?(\[[^\]\s]+\]|[^:\s]+|[\da-f:]+:[\da-f:]*)(?::(\d+))?$/i.exec(text)
  // A name that begins with a dash would be an option of ssh.
  if (match === null || match[2]?.startsWith('-') === true)
    throw new UsageError(`${text}: expected a host as [user@]host[:port]`)
  const [, user, host = '', port] = match
  return { user, host: host.replaceAll(/^\[|\]$/g, ''), port: port === undefined ? undefined : Number(port) }
}
