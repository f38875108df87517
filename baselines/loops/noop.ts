import type { LoopFactory } from './loop-parts.ts'

/** Does nothing and claims nothing: what it scores, a task gives away. */
export const noopLoop: LoopFactory = () => ({
  run: () => Promise.resolve({ status: 'unsolved', summary: 'did nothing' }),
})
