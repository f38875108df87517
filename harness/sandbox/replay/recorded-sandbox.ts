import { RECORDED_PROFILE } from '../system/recorded-profile.ts'
import { DEFAULT_SANDBOX, type SandboxProfile } from '../world/sandbox-identity.ts'

/** The world in which the recorded sessions were typed: one small node, less than a minute old, the client on the node itself. */
export const RECORDED_SANDBOX: SandboxProfile = {
  ...DEFAULT_SANDBOX,
  cluster: RECORDED_PROFILE,
  kubectl: { ...DEFAULT_SANDBOX.kubectl, startMs: 60 },
  host: { hostname: 'node1', roundTripMs: 0 },
}
