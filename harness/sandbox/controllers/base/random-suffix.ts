import type { Rng } from '../../../ports/rng.ts'

/** Letters of generated names: no vowels, and none that look alike (k8s.io/apimachinery, util/rand). */
export const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

export const randomSuffix = (rng: Rng, length = 5): string =>
  Array.from({ length }, () => NAME_ALPHABET[rng.int(0, NAME_ALPHABET.length - 1)]).join('')

/** Replaces each byte of a text by a letter of that alphabet (util/rand.SafeEncodeString). */
export const safeEncode = (text: string): string =>
  Array.from(text, (letter) => NAME_ALPHABET[letter.charCodeAt(0) % NAME_ALPHABET.length]).join('')
