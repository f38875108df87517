import type { ApiClient } from '../api/types/api-client.ts'
import type { LiveOutput } from '../api/types/connect.ts'
import type { Registry } from '../api/types/api-server.ts'
import type { Identity } from '../api/types/request.ts'
import type { Flow } from '../engine/types.ts'
import type { Flags } from './flags/types.ts'
import type { KubeConfig } from './kubeconfig.ts'
import type { KubectlFiles, KubectlProfile } from './types.ts'
import type { YamlReader } from './yaml-reader.ts'

/** What a verb works with: one command line, connected to a cluster. */
export interface Session {
  readonly flow: Flow
  readonly flags: Flags
  /** Command words before the arguments, such as `kubectl rollout status`. */
  readonly command: string
  readonly config: KubeConfig
  /** Of `-n`, else of the context, else `default`. */
  readonly namespace: string
  /** Whether `-n` was given. */
  readonly hasNamespace: boolean
  readonly profile: KubectlProfile
  readonly stdin: string
  readonly files: KubectlFiles
  readonly environment: Readonly<Record<string, string>>
  readonly yaml: YamlReader
  /** Makes a path absolute. */
  readonly path: (relative: string) => string
  /** Connects on first use. @throws {KubectlError} when nobody answers */
  readonly connect: () => Link
  /** Charges the time of one request, then makes it. */
  readonly request: <T>(call: (client: ApiClient) => T, options?: RequestOptions) => Promise<T>
  /** Where to print for somebody who looks on; `out` and `err` go there, too. */
  readonly live: LiveOutput | undefined
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

export interface Link {
  readonly client: (options?: RequestOptions) => ApiClient
  readonly registry: Registry
  readonly identity: Identity
}

export interface RequestOptions {
  readonly dryRun?: boolean
  readonly fieldManager?: string
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
}

/** One verb of kubectl: prints through the session; a failure throws. @returns the exit code, 0 unless given */
export type Verb = (session: Session) => Promise<number | void>
