import type { AnyObject } from '../../api/types/object.ts'

/** A column of `kubectl get`. */
export interface Column {
  /** In upper case, as printed. */
  readonly name: string
  /** Shown with `-o wide` only. */
  readonly wide?: boolean
  readonly cell: (object: AnyObject, now: CellContext) => string
}

export interface CellContext {
  readonly nowMs: number
  readonly wide: boolean
}
