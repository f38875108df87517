/** Seeded chance. A fork depends on the label and the parent's seed only, never on how much was drawn before. */
export interface Rng {
  readonly fork: (label: string) => Rng
  /** Uniform in [0, 1). */
  readonly float: () => number
  /** Uniform integer, both ends included. */
  readonly int: (min: number, max: number) => number
  /** @throws {RangeError} when there is nothing to pick from */
  readonly pick: <T>(items: readonly T[]) => T
  /** A new array. */
  readonly shuffle: <T>(items: readonly T[]) => T[]
}
