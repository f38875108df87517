import type { FlagSpecs } from './types.ts'

/** The flag with this letter. Specs that inherit from others count whole. */
export const nameOfShort = (specs: FlagSpecs, letter: string): string | undefined => {
  for (const name in specs) if (specs[name]?.short === letter) return name
  return undefined
}
