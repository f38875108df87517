import type { KubectlProfile } from './types.ts'

/** kubectl 1.32 beside a 1.32 server, with the costs measured on a small machine. */
export const DEFAULT_KUBECTL_PROFILE: KubectlProfile = {
  startMs: 40,
  requestMs: 2,
  clientVersion: 'v1.32.4',
  kustomizeVersion: 'v5.5.0',
  serverVersion: 'v1.32.13',
}
