import { nearestKey } from '../../adapters/yaml/nearest-key.ts'
import { UsageError } from '../../domain/errors.ts'

/**
 * The faults that somebody named, in the order in which they are kept; all without a name.
 * @param namesOf the names by which one goes: its path, its domain, and so on
 * @throws {UsageError} with the nearest name for each that leads nowhere
 */
export const namedAmong = <T>(
  all: readonly T[],
  namesOf: (item: T) => readonly string[],
  names: readonly string[],
): readonly T[] => {
  const known = [...new Set(all.flatMap(namesOf))]
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new UsageError(unknown.map((name) => complaintAbout(name, known)).join('\n'))
  return names.length === 0 ? all : all.filter((item) => namesOf(item).some((name) => names.includes(name)))
}

const complaintAbout = (name: string, known: readonly string[]): string => {
  const nearest = nearestKey(name, known)
  return `there is no fault or domain ${name}; ${nearest === null ? 'see npx opsskill faults list' : `did you mean ${nearest}?`}`
}
