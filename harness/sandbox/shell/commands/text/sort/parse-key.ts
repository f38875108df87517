import { UsageError } from '../read-options.ts'

/** A place in a line; both count from 1. Character 0 of an end: the field's last one. */
export interface Place {
  readonly field: number
  readonly character: number
}

export interface SortKey {
  readonly from: Place
  /** None: the end of the line. */
  readonly to: Place | undefined
  /** How to compare: `n`, `h`, `V`, `M`, `g`, `f`, `b`, `r`. */
  readonly letters: ReadonlySet<string>
}

/** `F[.C][LETTERS][,F[.C][LETTERS]]`; without letters of its own a key takes the program's. */
export const parseKey = (text: string, global: ReadonlySet<string>): SortKey => {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text)
  if (match === null) throw new UsageError(`sort: invalid number at field start: invalid count at start of ‘${text}’`)
  const [, field, character = '1', letters = '', toField, toCharacter = '0', more = ''] = match
  if (Number(field) === 0) throw new UsageError(`sort: field number is zero: invalid field specification ‘${text}’`)
  const own = letters + more
  return {
    from: { field: Number(field), character: Number(character) },
    to: toField === undefined ? undefined : { field: Number(toField), character: Number(toCharacter) },
    letters: own === '' ? global : new Set(own),
  }
}
