import { createSshShell } from '../../adapters/ssh/create-ssh-shell.ts'
import { expectHostKey } from '../../adapters/ssh/expect-host-key.ts'
import { hostKeepsLimit } from '../../adapters/ssh/limit-keeper.ts'
import { oneLink } from '../../adapters/ssh/links.ts'
import { openChain } from '../../adapters/ssh/open-chain.ts'
import type { SshLink } from '../../adapters/ssh/open-chain.ts'
import { createRng } from '../../adapters/system/create-rng.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ClusterPool, CopiedCluster, OpenCluster, OpenRequest, SetUp } from '../../ports/cluster.ts'
import type { Shell } from '../../ports/shell.ts'
import { startSandboxHosts } from '../../sandbox/ssh/start-sandbox-hosts.ts'
import type { Login, SandboxHosts } from '../../sandbox/ssh/start-sandbox-hosts.ts'
import { narrowMethodAccess } from '../../sandbox/world/method-access.ts'
import { openWorld, type World, type WorldOptions } from '../../sandbox/world/open-world.ts'
import type { SandboxProfile } from '../../sandbox/world/sandbox-identity.ts'
import { createSharedReading } from '../../sandbox/world/shared-reading.ts'
import { createInOrder } from './in-order.ts'
import type { InOrder } from './in-order.ts'

export interface SandboxPoolOptions {
  readonly profile?: SandboxProfile
}

/**
 * Sandbox clusters behind a jump host, one at a time, each in a world of its own. Hosts and connections are made once: a new cluster
 * costs no handshake. What is asked of a cluster at the same time happens one after the other, in the order of asking, so that its
 * clock never depends on how packets interleave. A cluster that many trials begin with is set up once, and copied.
 */
export const createSandboxPool = async ({ profile }: SandboxPoolOptions = {}): Promise<ClusterPool> => {
  const hosts = await startSandboxHosts()
  const reading = createSharedReading(createRng('sandbox'))
  const links = { harness: await link(hosts, hosts.logins.harness), method: await link(hosts, hosts.logins.method) }

  const worldOf = (options: Pick<WorldOptions, 'rng' | 'namespace' | 'from'>): World =>
    openWorld({ ...options, reading, ...(profile === undefined ? {} : { profile }) })

  const handOver = (
    world: World,
    { namespace, mayChange }: Pick<OpenRequest, 'namespace' | 'mayChange'>,
  ): OpenCluster => {
    const detach = hosts.attach(world.shells)
    const inOrder = createInOrder()
    const clock: Clock = {
      nowMs: world.clock.nowMs,
      sleep: (ms, sleepSignal) => inOrder(() => world.clock.sleep(ms, sleepSignal)),
    }
    const shellOf = (account: SshLink): Shell =>
      ordered(inOrder, createSshShell({ links: oneLink(account), clock, limits: hostKeepsLimit }))
    return {
      identity: world.identity,
      clock,
      harness: shellOf(links.harness),
      method: shellOf(links.method),
      // A sandbox has one tenant: it grants the method's account `edit` as soon as the namespace is there.
      namespace,
      grantMethod: async () => {
        if (mayChange === 'edit') return false
        narrowMethodAccess(world.api.server, { namespace, scope: mayChange })
        return true
      },
      admitMethod: async () => {},
      audit: world.audit,
      close: async () => detach(),
    }
  }

  const open = async (request: OpenRequest, signal: AbortSignal): Promise<OpenCluster> => {
    signal.throwIfAborted()
    return handOver(worldOf(request), request)
  }

  const setUpOnce = async (namespace: string, { key, run }: SetUp, signal: AbortSignal): Promise<Original> => {
    const world = worldOf({ rng: createRng('sandbox').fork(`set-up/${namespace}/${key}`), namespace })
    const openedMs = world.clock.nowMs()
    const cluster = handOver(world, { namespace, mayChange: 'edit' })
    try {
      return { openedMs, setUp: await run(cluster, signal), kept: world.keep() }
    } finally {
      await cluster.close()
    }
  }

  const originals = new Map<string, Original>()
  const openCopy = async (
    request: OpenRequest,
    setUp: SetUp,
    signal: AbortSignal,
  ): Promise<CopiedCluster | undefined> => {
    signal.throwIfAborted()
    const { namespace } = request
    const key = `${namespace}/${setUp.key}`
    const { kept, ...known } = originals.get(key) ?? (await setUpOnce(namespace, setUp, signal))
    originals.set(key, { kept, ...known })
    if (kept === undefined) return undefined
    return { ...known, cluster: handOver(worldOf({ ...request, from: kept }), request) }
  }

  return {
    open,
    openCopy,
    close: async () => {
      await links.harness.close()
      await links.method.close()
      await hosts.close()
    },
  }
}

/** What copies are made of; `kept` is absent where the set-up leaves pods that come and go. */
type Original = Omit<CopiedCluster, 'cluster'> & { readonly kept: ReturnType<World['keep']> }

const link = (hosts: SandboxHosts, { user, privateKey }: Login): Promise<SshLink> =>
  openChain(
    [hosts.jump, hosts.target].map(({ host, port, hostKey }) => ({
      host,
      port,
      user,
      checkHostKey: expectHostKey(hostKey),
      credentials: { privateKeys: [{ key: privateKey }] },
      connectTimeoutMs: CONNECT_MS,
      keepaliveMs: 0,
    })),
    // The protocol is all there; only the loopback interface is spared.
    { through: hosts.jump.connect() },
  )

const CONNECT_MS = 20_000

const ordered = (inOrder: InOrder, shell: Shell): Shell => ({
  exec: (command, options) => inOrder(() => shell.exec(command, options)),
})
