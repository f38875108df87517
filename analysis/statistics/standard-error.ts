import { mean } from './mean.ts'

/**
 * Standard error of a mean: SD(values)/√C with the C−1 denominator in SD.
 * @throws {RangeError} for fewer than two values
 */
export const standardError = (values: readonly number[]): number => {
  if (values.length < 2) throw new RangeError('a standard error needs at least two values')
  const centre = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1) / values.length)
}
