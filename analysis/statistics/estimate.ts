/** Lower and upper end of a two-sided confidence interval, in the unit of the value it stands around. */
export type Interval = {
  readonly low: number
  readonly high: number
  /** Which formula produced it, so that a table can name it. */
  readonly formula: 'student-t' | 'wilson' | 'newcombe' | 'bootstrap'
}

/** A mean over task instances. `interval` is undefined where too few tasks, or tasks without any spread, give none. */
export type Estimate = {
  readonly mean: number
  /** Number of task instances behind the mean (C). */
  readonly tasks: number
  readonly interval: Interval | undefined
}
