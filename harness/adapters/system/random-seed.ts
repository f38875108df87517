import { randomUUID } from 'node:crypto'

/** A seed that no other process has: for names that must never be the same twice, not for experiments. */
export const randomSeed = (): string => randomUUID()
