import { createRng } from '../../adapters/system/create-rng.ts'
import type { Rng } from '../../ports/rng.ts'

/** The root of all chance of an experiment. What differs from trial to trial is forked from it by label. */
export const rootRng = (): Rng => createRng('opsskill')
