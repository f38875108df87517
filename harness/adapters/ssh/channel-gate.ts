/** Keeps the sessions of one connection within what its server allows (sshd's MaxSessions); the rest wait their turn. */
export interface ChannelGate {
  /** Goes through at once while there is room. @returns what gives the place back */
  readonly enter: () => Promise<() => void> | (() => void)
  /** The server refused a session while so many others ran: from now on no more than those. */
  readonly learn: (others: number) => void
  /** Sessions inside. */
  readonly active: () => number
}

/** OpenSSH's own default: what most servers allow. */
const DEFAULT_LIMIT = 10

export const createChannelGate = (configured: number = DEFAULT_LIMIT): ChannelGate => {
  let limit = configured
  let active = 0
  const waiting: (() => void)[] = []
  const leaveOnce = (): (() => void) => {
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      active -= 1
      while (active < limit && waiting.length > 0) {
        active += 1
        waiting.shift()?.()
      }
    }
  }
  return {
    enter: () => {
      if (active < limit) {
        active += 1
        return leaveOnce()
      }
      return new Promise<void>((resolve) => waiting.push(resolve)).then(leaveOnce)
    },
    learn: (others) => {
      limit = Math.max(1, Math.min(limit, others))
    },
    active: () => active,
  }
}
