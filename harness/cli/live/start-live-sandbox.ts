import { createRng } from '../../adapters/system/create-rng.ts'
import { systemClock } from '../../adapters/system/system-clock.ts'
import type { Shell } from '../../ports/shell.ts'
import { type ApiHttpServer, startApiHttpServer } from '../../sandbox/http/start-api-http-server.ts'
import { versionInfo } from '../../sandbox/http/version-info.ts'
import { type LiveWorld, openLiveWorld } from '../../sandbox/live/open-live-world.ts'
import { type SandboxHosts, startSandboxHosts } from '../../sandbox/ssh/start-sandbox-hosts.ts'
import { shellThrough } from '../../sandbox/world/open-in-process.ts'
import { DEFAULT_SANDBOX, type SandboxProfile } from '../../sandbox/world/sandbox-identity.ts'

export interface LiveSandboxOptions {
  readonly namespace: string
  readonly seed: string
  readonly profile?: SandboxProfile
  readonly onError: (error: unknown) => void
}

/** A sandbox with all its doors open: SSH by way of a jump host, and the REST API. Its time jumps until `follow` is called. */
export interface LiveSandbox extends LiveWorld {
  readonly namespace: string
  readonly hosts: SandboxHosts
  readonly http: ApiHttpServer
  /** The harness's account, for setting up. */
  readonly shell: Shell
  /** Moves the cluster to the present; from then on it keeps pace with real time, times `speed`. */
  readonly follow: (speed: number, signal: AbortSignal) => Promise<void>
  readonly close: () => Promise<void>
}

/** Before the present: time for setting up, so that nothing is younger than the cluster's clients believe. */
const HEAD_START_MS = 20 * 60_000

export const startLiveSandbox = async ({
  namespace,
  seed,
  profile = DEFAULT_SANDBOX,
  onError,
}: LiveSandboxOptions): Promise<LiveSandbox> => {
  const startMs = systemClock.nowMs() - HEAD_START_MS
  const { world, live } = openLiveWorld({
    rng: createRng(seed),
    namespace,
    profile: { ...profile, startMs },
    clock: systemClock,
    onError,
  })
  const { server, identityOf } = world.api
  const hosts = await startSandboxHosts({
    watchdogMs: Number.POSITIVE_INFINITY,
    people: { hostname: profile.host.hostname, stdinGraceMs: 300 },
  })
  hosts.attach(world.shells)
  const backend = { server, live, identityOf, version: versionInfo(profile.kubectl), onError }
  const http = await startApiHttpServer(backend, { nowMs: systemClock.nowMs() })
  return {
    world,
    live,
    namespace,
    hosts,
    http,
    shell: shellThrough(world.shells.harness, world.clock),
    follow: async (speed, signal) => {
      const restMs = systemClock.nowMs() - world.clock.nowMs()
      if (restMs > 0) await world.clock.sleep(restMs, signal)
      live.start(speed)
    },
    close: async () => {
      live.stop()
      await http.close()
      await hosts.close()
    },
  }
}
