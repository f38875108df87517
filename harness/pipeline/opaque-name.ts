import type { Rng } from '../ports/rng.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('')
const LENGTH = 10

/** A name that says nothing: ten letters, drawn by seed. */
export const opaqueName = (rng: Rng): string => Array.from({ length: LENGTH }, () => rng.pick(LETTERS)).join('')
