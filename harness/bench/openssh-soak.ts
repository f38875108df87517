import { openSshAccount } from '../adapters/ssh/open-ssh-account.ts'
import { systemClock } from '../adapters/system/system-clock.ts'
import { SshCluster } from '../domain/cluster.ts'
import { openSshCluster } from '../testing/open-ssh-cluster.ts'
import { processesBelow, startOpenSshHosts } from '../testing/open-ssh-hosts.ts'
import { soakShell } from '../testing/soak-shell.ts'
import { heapBytes } from './heap-bytes.ts'

const ROUNDS = [
  { commands: 10_000, inFlight: 8 },
  { commands: 500, inFlight: 1 },
]
const WARM_UP = { commands: 200, inFlight: 8 }
/** A kilobyte a command would be ten. */
const TOLERATED_MB = 5

/**
 * Ten thousand commands with eight in flight and five hundred in sequence over one connection through two real OpenSSH servers. What was there
 * after the warm-up must be there at the end and no more: handles of this process, sessions on the target; memory is told.
 * @throws when a result was lost, doubled or wrong, or anything was left over
 */
export const opensshSoak = async (): Promise<string> => {
  const hosts = await startOpenSshHosts()
  const config = SshCluster.parse(openSshCluster(hosts, { kubeconfig: '/dev/null', namespace: 'none' }))
  const account = await openSshAccount({ clock: systemClock, warn: console.error }, config)
  const look = () => ({
    handles: process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout').length,
    sessions: processesBelow(hosts.target.pid()).length,
    heapMb: Math.round(heapBytes() / (1 << 20)),
  })
  try {
    await soakShell(account.shell, WARM_UP)
    const before = look()
    const startMs = performance.now()
    for (const round of ROUNDS) {
      const wrong = await soakShell(account.shell, round)
      if (wrong.length > 0) throw new Error(`${wrong.length} results are wrong: ${wrong.slice(0, 3).join('; ')}`)
    }
    const seconds = (performance.now() - startMs) / 1000
    // The server's own clean-up of the last sessions.
    await systemClock.sleep(500)
    const after = look()
    const grownMb = after.heapMb - before.heapMb
    if (after.handles > before.handles || after.sessions > before.sessions || grownMb > TOLERATED_MB)
      throw new Error(`left over: ${JSON.stringify({ before, after })}`)
    return `10,500 commands in ${seconds.toFixed(0)} s, handles ${before.handles} then ${after.handles}, sessions ${before.sessions} then ${after.sessions}, heap ${before.heapMb} MB then ${after.heapMb} MB`
  } finally {
    await account.close()
    await hosts.close()
  }
}
