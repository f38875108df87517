import type { ApiServer } from '../api/types/api-server.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import type { Identity } from '../api/types/request.ts'
import type { Live } from '../live/create-live.ts'

/** What stands behind the HTTP server. */
export interface ApiBackend {
  readonly server: ApiServer
  readonly live: Live
  /** Whose token it is; `undefined` for one that nobody has. */
  readonly identityOf: (token: string) => Identity | undefined
  readonly version: VersionInfo
  /** Hears of defects: answered as 500, never silent. */
  readonly onError: (error: unknown) => void
}

/** What `/version` answers. */
export interface VersionInfo {
  readonly major: string
  readonly minor: string
  readonly gitVersion: string
  readonly gitCommit: string
  readonly gitTreeState: string
  readonly buildDate: string
  readonly goVersion: string
  readonly compiler: string
  readonly platform: string
}

/** A request whose body has been read and whose sender is known. */
export interface ApiRequest {
  readonly method: string
  /** Decoded parts of the path. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly accept: string
  readonly contentType: string
  /** First part of User-Agent: the name under which changes are recorded unless the request gives another. */
  readonly agent: string
  readonly body: Buffer
  /** The server as the sender sees it; warnings of the calls become headers of the answer. */
  readonly client: (options?: ClientOptions) => ApiClient
  /** Where clients reach this server, such as `127.0.0.1:6443`. */
  readonly host: string
}

export interface ClientOptions {
  readonly fieldManager?: string
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore'
  readonly dryRun?: boolean
}

/** How a request is answered. */
export type Reply =
  | { readonly kind: 'json'; readonly code: number; readonly body: unknown; readonly type?: string }
  | { readonly kind: 'bytes'; readonly code: number; readonly body: Uint8Array; readonly type: string }
  | { readonly kind: 'text'; readonly code: number; readonly body: string; readonly type?: string }
  | {
      readonly kind: 'stream'
      readonly type: string
      /** Begins to send; the returned function is called when the client has gone or `end` was called. */
      readonly open: (stream: OutgoingStream) => () => void
    }

export interface OutgoingStream {
  readonly write: (text: string) => void
  readonly end: () => void
}
