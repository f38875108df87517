import { RECORDED_PROFILE } from '../system/recorded-profile.ts'
import { DEFAULT_SANDBOX, type SandboxProfile } from '../world/sandbox-identity.ts'

/** The world in which the recorded sessions were typed: one small node, less than a minute old, the client on the node itself. */
export const RECORDED_SANDBOX: SandboxProfile = {
  ...DEFAULT_SANDBOX,
  cluster: RECORDED_PROFILE,
  kubectl: {
    ...DEFAULT_SANDBOX.kubectl,
    startMs: 60,
    clientVersion: 'v1.32.4-dispatcher',
    builds: {
      ...DEFAULT_SANDBOX.kubectl.builds,
      client: {
        gitCommit: '4cb5f0764b8d5f425645c6f433394fede34a8a26',
        buildDate: '2025-05-15T20:09:34Z',
        goVersion: 'go1.23.8',
      },
    },
  },
  host: { hostname: 'node1', roundTripMs: 0 },
}
