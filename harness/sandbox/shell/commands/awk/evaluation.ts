import type { Machine, Table } from './machine.ts'
import type { Expression, Target } from './syntax.ts'
import type { Value } from './values.ts'

/** What expressions and statements of one call see. */
export interface Evaluation {
  readonly machine: Machine
  readonly value: (node: Expression) => Value
  readonly assign: (target: Target, value: Value) => void
  readonly table: (name: string) => Table
  readonly existingTable: (name: string) => Table | undefined
  readonly key: (index: readonly Expression[]) => string
  /** Ends a file or a command that was read or written. */
  readonly close: (name: string) => number
}
