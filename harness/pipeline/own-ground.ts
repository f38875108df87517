import type { Shell } from '../ports/shell.ts'
import { endNamespace } from './end-namespace.ts'
import type { Ground } from './try-fault.ts'

/** A cluster that nobody else uses: nothing is due but to remove what was made. */
export const ownGround = (harness: Shell): Ground => ({
  take: () => Promise.resolve(),
  mark: () => Promise.resolve(),
  leave: async ({ name, isFresh }) => {
    if (isFresh) await endNamespace(harness, name)
  },
})
