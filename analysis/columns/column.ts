/** A measured quantity: how one counted trial yields a value, and how trials become an estimate. */
export type Column = {
  readonly key: string
  /** Head of the table's column, with the symbol where the quantity has one. */
  readonly title: string
  /** `share`: a yes/no value, shown as a percentage; `points`: a difference of shares; `number`: a mean of counts or seconds. */
  readonly unit: 'share' | 'points' | 'number'
  /** SQL expression over one row of `counted`; never null there. */
  readonly value: string
  /** Set for `points`: the two shares of the same trials whose difference, first minus second, the value is. */
  readonly between?: readonly [Column, Column]
  /** SQL condition that keeps the trials in which the quantity exists. */
  readonly where?: string
  /** What a table prints where no counted trial has the quantity. */
  readonly absent?: string
}
