import { createHash } from 'node:crypto'
import type { EnvironmentIdentity } from '../../domain/trial.ts'
import { DEFAULT_KUBECTL_PROFILE } from '../kubectl/profile.ts'
import type { KubectlProfile } from '../kubectl/types.ts'
import type { HostProfile } from '../shell/host/create-host-shell.ts'
import { DEFAULT_PROFILE } from '../system/cluster-profile.ts'
import type { ClusterProfile } from '../system/cluster-profile.ts'

/** Everything about a simulated world that is not chance. */
export interface SandboxProfile {
  readonly cluster: ClusterProfile
  readonly kubectl: KubectlProfile
  readonly host: HostProfile
  /** Virtual time at which a world is handed over, epoch ms. */
  readonly startMs: number
}

export const DEFAULT_SANDBOX: SandboxProfile = {
  cluster: DEFAULT_PROFILE,
  kubectl: DEFAULT_KUBECTL_PROFILE,
  host: { hostname: 'ops-target', roundTripMs: 8 },
  startMs: Date.UTC(2026, 0, 5, 8),
}

/** Counts up whenever the same commands may come to another result: results of different versions are not mixed. */
const BEHAVIOUR_VERSION = 6

/** What a trial in this world may be compared with. */
export const sandboxIdentity = (profile: SandboxProfile = DEFAULT_SANDBOX): EnvironmentIdentity => ({
  kind: 'sandbox',
  kubernetesVersion: profile.cluster.version,
  fingerprint: createHash('sha256')
    .update(JSON.stringify([BEHAVIOUR_VERSION, profile]))
    .digest('hex'),
  isolation: 'restricted',
})
