import type { KubectlProfile } from './types.ts'

/** kubectl 1.32 beside a 1.32 server, with the costs measured on a small machine. */
export const DEFAULT_KUBECTL_PROFILE: KubectlProfile = {
  startMs: 40,
  requestMs: 2,
  clientVersion: 'v1.32.4',
  kustomizeVersion: 'v5.5.0',
  serverVersion: 'v1.32.13',
  builds: {
    client: {
      gitCommit: '59526cd4867447956156ae3a602fcbac10a2c335',
      buildDate: '2025-04-22T16:03:58Z',
      goVersion: 'go1.23.6',
    },
    server: {
      gitCommit: '63adf010aa20e104c0b7043b47f42f50c9f72b17',
      buildDate: '2025-11-22T17:30:43Z',
      goVersion: 'go1.24.4',
    },
  },
}
