import type { Flow } from '../../engine/types.ts'
import type { KubeObject } from './object.ts'

export interface LogOptions {
  readonly container?: string
  readonly previous?: boolean
  readonly tailLines?: number
  readonly sinceSeconds?: number
  /** RFC 3339. */
  readonly sinceTime?: string
  readonly timestamps?: boolean
  readonly limitBytes?: number
}

export interface ExecOptions {
  readonly container?: string
  readonly command: readonly string[]
  readonly stdin?: string
  /** Stays on the line: hears output when it comes, which is then not in the result. */
  readonly talk?: Talk
}

export interface AttachOptions {
  readonly container?: string
  readonly talk: Talk
}

/** Hears what is printed when it is printed. */
export type LiveOutput = (stream: 'stdout' | 'stderr', text: string) => void

/** A client that listens to a command while it runs, and may say something. */
export interface Talk {
  /** A terminal: programs show a prompt, and both streams of output are one. */
  readonly isTerminal: boolean
  /** It may say something. */
  readonly hasInput: boolean
  readonly write: LiveOutput
  /** Told once who listens, as soon as somebody does; what a command does not read has no listener. */
  readonly meet: (listener: Listener) => void
}

/** The command's end of a talk. */
export interface Listener {
  readonly hear: (text: string) => void
  /** Nothing more will be said. */
  readonly close: () => void
  /** Ctrl-C: SIGINT for what runs in the foreground. */
  readonly interrupt: () => void
}

export interface ExecResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What the kubelets answer for `pods/log`, `pods/exec` and `pods/attach`; the server has authorised the request and found the pod. */
export interface PodConnector {
  /** @throws {ApiError} with the kubelet's wording (container waiting, no previous container, …) */
  readonly log: (pod: KubeObject, options: LogOptions) => string
  readonly exec: (flow: Flow, pod: KubeObject, options: ExecOptions) => Promise<ExecResult>
  /** Joins the first process of a container; ends with it. */
  readonly attach: (flow: Flow, pod: KubeObject, options: AttachOptions) => Promise<ExecResult>
}

/** Where a webhook listens: a pod's address and port. */
export interface ReviewAddress {
  readonly address: string
  readonly port: number
}

/** Asks whoever listens there for its review of an object. @returns the object as it wants it; `undefined` where nobody answers reviews */
export type Reviewer = (at: ReviewAddress, object: KubeObject) => KubeObject | undefined
