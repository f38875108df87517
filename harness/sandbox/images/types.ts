/** What an image brings and how its programs behave. Sizes in bytes, times in ms. */
export interface ImageBehaviour {
  /** Such as `nginx` or `curlimages/curl`; without registry host. */
  readonly repository: string
  /** Tags that exist in the registry. */
  readonly tags: RegExp
  readonly sizeBytes: number
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Programs on the PATH, by their plain names. Anything else is `no such file or directory`. */
  readonly programs: readonly string[]
  /** The server that a program of this image runs, by program name. */
  readonly servers: Readonly<Record<string, ServerBehaviour>>
  readonly workingDirectory: string
  /** The service or worker that a program of this image is, by program name. */
  readonly apps?: Readonly<Record<string, AppBehaviour>>
  /** Files that the image brings beside its programs. */
  readonly files?: Readonly<Record<string, string>>
}

/** A part of an app: what it does when it is asked, or again and again. */
export interface AppBehaviour {
  readonly name: string
  readonly port: number
  /** Variables without which it does not start. */
  readonly required: readonly string[]
  readonly calls: readonly AppCall[]
  readonly speaksHttp: boolean
  /** It answers the API server's reviews: containers get the limit of memory that its `MEMORY_LIMIT` says. */
  readonly limitsMemory?: boolean
  /** A store: where its files are. */
  readonly storesIn?: string
  readonly startupMs: number
  /** Own work for one request, ms. */
  readonly serviceMs: number
  readonly cpuMsPerRequest: number
  readonly cpuMilliIdle: number
  readonly memoryBytes: number
  /** A worker: how often it goes round; `INTERVAL_MS` overrides it. Absent: a service. */
  readonly everyMs?: number
  /** Rounds that a worker logs: every nth. */
  readonly logsEvery: number
}

export interface AppCall {
  /** Variable that holds `host:port`, with or without `http://`. Not called when it is not set. */
  readonly address: string
  readonly path: string
  /** It asks a store, in its own name. */
  readonly isQuery?: boolean
  readonly timeoutMs: number
  /** The answer does without it. */
  readonly isOptional: boolean
}

/** A program that answers HTTP. */
export interface ServerBehaviour {
  /** Name and version in its `Server` header. */
  readonly product: string
  readonly port: number
  /** From the start of the process until it listens. */
  readonly startupMs: number
  /** Lines it writes on start; `{date}` stands for the time in its own format. */
  readonly startupLines: readonly string[]
  readonly pages: Readonly<Record<string, Page>>
  readonly notFound: Page
  /** Time to answer a request on an idle CPU: the middle, and how far it may stray as a ratio. */
  readonly serviceMs: number
  readonly spreadRatio: number
  readonly cpuMilliIdle: number
  readonly memoryBytes: number
  /** What SIGTERM does. */
  readonly term: TermBehaviour
  readonly accessLog: 'combined' | 'common' | 'none'
}

export interface Page {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/** How a process answers SIGTERM; `ignored` leaves it to SIGKILL after the grace period. */
export type TermBehaviour =
  { readonly kind: 'exits'; readonly exitCode: number; readonly afterMs: number } | { readonly kind: 'ignored' }
