import { createRng } from '../adapters/system/create-rng.ts'
import { createApiServer } from '../sandbox/api/create-api-server.ts'
import type { ApiServer } from '../sandbox/api/types/api-server.ts'
import type { Identity } from '../sandbox/api/types/request.ts'
import { createSimulation } from '../sandbox/engine/create-simulation.ts'
import type { Simulation } from '../sandbox/engine/types.ts'
import { kubectl } from '../sandbox/kubectl/kubectl.ts'
import { DEFAULT_KUBECTL_PROFILE } from '../sandbox/kubectl/profile.ts'
import type { KubectlResult } from '../sandbox/kubectl/types.ts'
import { createYamlReader } from '../sandbox/kubectl/yaml-reader.ts'

export const ADMIN: Identity = { name: 'admin', groups: ['system:masters', 'system:authenticated'] }
/** When the desk's simulation begins. */
export const START = Date.UTC(2026, 0, 5, 8)

export const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'nginx:1'}]}
`

export interface Desk {
  readonly api: ApiServer
  readonly simulation: Simulation
  /** @param line words, or a line of words with single spaces between */
  readonly run: (line: string | readonly string[], stdin?: string) => Promise<KubectlResult>
}

/** A kubectl before a server without controllers. */
export const aDesk = (identity: Identity = ADMIN, files: Readonly<Record<string, string>> = {}): Desk => {
  const simulation = createSimulation({ startMs: START })
  const api = createApiServer({ simulation, rng: createRng(1) })
  const written = new Map<string, string>()
  const run = (line: string | readonly string[], stdin = ''): Promise<KubectlResult> =>
    simulation.run((flow) =>
      kubectl(
        {
          flow,
          profile: DEFAULT_KUBECTL_PROFILE,
          yaml: createYamlReader(),
          environment: { HOME: '/home/ops' },
          directory: '/home/ops',
          connect: ({ server }) =>
            server.includes(':1') ? { status: 'refused' } : { status: 'connected', api, identity },
          files: {
            read: (path) => Promise.resolve(written.get(path) ?? files[path]),
            list: () => Promise.resolve(undefined),
            write: (path, text) => {
              written.set(path, text)
              return Promise.resolve()
            },
          },
        },
        typeof line === 'string' ? line.split(' ') : line,
        stdin,
      ),
    )
  return { api, simulation, run }
}
