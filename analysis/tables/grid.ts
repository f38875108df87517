/** A table as text, ready for any format: one head cell a column, and rows of as many cells. */
export type Grid = {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
