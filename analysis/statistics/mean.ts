/**
 * Arithmetic mean, in the unit of the values.
 * @throws {RangeError} when there is no value: a mean of nothing is undefined, never 0
 */
export const mean = (values: readonly number[]): number => {
  if (values.length === 0) throw new RangeError('the mean of no values is undefined')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
