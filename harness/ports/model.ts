import type { ModelCall } from '../domain/trace.ts'

export interface ModelQuestion<T> {
  readonly purpose: string
  readonly system: string
  readonly user: string
  /** Parses the model's JSON answer: returns the value, or throws an Error that says what is wrong with it. */
  readonly parse: (json: unknown) => T
  /** JSON schema of the answer, sent to the model. */
  readonly jsonSchema: Readonly<Record<string, unknown>>
}

/** An answer of the declared type, or the reason why there is none; the caller decides on a fallback and records it. */
export type ModelReply<T> =
  | { readonly status: 'answered'; readonly value: T; readonly call: ModelCall }
  | {
      readonly status: 'unavailable' | 'invalid'
      readonly reason: string
      readonly call: ModelCall
    }

/** A language model. It never throws for a missing key, a refused connection or a malformed answer: these are replies. */
export interface Model {
  readonly ask: <T>(question: ModelQuestion<T>, signal?: AbortSignal) => Promise<ModelReply<T>>
}
