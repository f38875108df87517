import type { LiveOutput } from '../api/types/connect.ts'
import type { Flow } from '../engine/types.ts'
import type { ApiServer } from '../api/types/api-server.ts'
import type { Identity } from '../api/types/request.ts'
import type { YamlReader } from './yaml-reader.ts'

/** What kubectl needs of the shell that starts it. Paths are absolute. */
export interface KubectlFiles {
  /** `undefined` when there is no such file. */
  readonly read: (path: string) => Promise<string | undefined>
  /** Names in a directory, sorted; `undefined` when the path is not a directory. */
  readonly list: (path: string) => Promise<readonly string[] | undefined>
  /** Writes a whole file: the kubeconfig. */
  readonly write: (path: string, text: string) => Promise<void>
}

/** Where a kubeconfig context leads. */
export interface ConnectionRequest {
  readonly server: string
  /** The user entry's credentials; all absent for an anonymous one. */
  readonly token?: string
  readonly clientCertificate?: string
  readonly username?: string
}

export type Connection =
  | { readonly status: 'connected'; readonly api: ApiServer; readonly identity: Identity }
  /** Nobody listens at that address. */
  | { readonly status: 'refused' }
  /** The server does not know the credentials. */
  | { readonly status: 'unauthorized' }

/** Versions and costs of the client program. */
export interface KubectlProfile {
  /** Cluster time until the program runs, ms. */
  readonly startMs: number
  /** Cluster time of one request, ms. */
  readonly requestMs: number
  readonly clientVersion: string
  readonly kustomizeVersion: string
  readonly serverVersion: string
  /** What `version -o json` says beside the versions. */
  readonly builds: { readonly client: BuildInfo; readonly server: BuildInfo }
}

export interface BuildInfo {
  readonly gitCommit: string
  readonly buildDate: string
  readonly goVersion: string
}

export interface KubectlDependencies {
  /** The flow in which the command runs: all waiting is done through it. */
  readonly flow: Flow
  readonly connect: (request: ConnectionRequest) => Connection
  readonly files: KubectlFiles
  /** KUBECONFIG and HOME are read. */
  readonly environment: Readonly<Record<string, string>>
  /** Working directory, absolute. */
  readonly directory: string
  readonly profile: KubectlProfile
  readonly yaml: YamlReader
  /** What it hears is not in the result. */
  readonly live?: LiveOutput
}

export interface KubectlResult {
  readonly stdout: string
  readonly stderr: string
  /** 143 when the flow's signal ended the command; what it had printed until then is kept. */
  readonly exitCode: number
}
