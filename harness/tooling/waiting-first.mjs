import { BaseSequencer } from 'vitest/node'

/** Files whose tests wait for a server in real time: begun first, so that the others run beside them. */
const WAITING = 'harness/cli/live/'

/** Vitest's own order, but for the files that wait. */
export class WaitingFirst extends BaseSequencer {
  /**
   * @override
   * @param {import('vitest/node').TestSpecification[]} files
   */
  async sort(files) {
    const waits = (/** @type {import('vitest/node').TestSpecification} */ { moduleId }) => moduleId.includes(WAITING)
    const sorted = await super.sort(files)
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))]
  }
}
