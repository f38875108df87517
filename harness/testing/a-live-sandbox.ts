import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../adapters/system/system-clock.ts'
import { kubeconfigFor } from '../sandbox/http/kubeconfig.ts'
import { startApiHttpServer } from '../sandbox/http/start-api-http-server.ts'
import { versionInfo } from '../sandbox/http/version-info.ts'
import { openLiveWorld } from '../sandbox/live/open-live-world.ts'
import { DEFAULT_SANDBOX, type SandboxProfile } from '../sandbox/world/sandbox-identity.ts'
import { anRng } from './an-rng.ts'

/** A sandbox that follows real time, served over HTTP, with the namespace `shop` for the method's account. */
export const aLiveSandbox = async (options: { readonly speed?: number; readonly profile?: SandboxProfile } = {}) => {
  const { speed = 1 } = options
  // Clients reckon ages by their own clock: the cluster's begins there.
  const profile = { ...(options.profile ?? DEFAULT_SANDBOX), startMs: systemClock.nowMs() }
  const errors: unknown[] = []
  const onError = (error: unknown): void => {
    errors.push(error)
  }
  const { world, live } = openLiveWorld({ rng: anRng('live'), namespace: 'shop', profile, clock: systemClock, onError })
  const { server, tokens, identityOf } = world.api
  const backend = { server, live, identityOf, version: versionInfo(profile.kubectl), onError }
  const http = await startApiHttpServer(backend, { nowMs: systemClock.nowMs() })
  const folder = mkdtempSync(join(tmpdir(), 'opsskill-live-'))
  chmodSync(folder, 0o700)
  const write = (role: 'harness' | 'method'): string => {
    const path = join(folder, `${role}.kubeconfig`)
    writeFileSync(path, kubeconfigFor(http, { name: role, token: tokens[role] }), { mode: 0o600 })
    return path
  }
  const kubeconfigs = { harness: write('harness'), method: write('method') }
  live.start(speed)
  return {
    world,
    live,
    http,
    folder,
    kubeconfigs,
    errors,
    /** @throws {AggregateError} for defects that the servers met: a test expects none */
    close: async () => {
      live.stop()
      await http.close()
      rmSync(folder, { recursive: true })
      if (errors.length > 0) throw new AggregateError(errors, 'the sandbox met defects')
    },
  }
}
