import { closest, distance } from 'fastest-levenshtein'

/** The known key that a misspelt one most likely means; null when none is near. */
export const nearestKey = (found: string, known: readonly string[]): string | null => {
  if (known.length === 0) return null
  const best = closest(found, known)
  return distance(found, best) <= Math.max(1, Math.floor(found.length / 3)) ? best : null
}
