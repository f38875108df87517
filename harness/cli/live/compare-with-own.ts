import { compareCase } from '../../sandbox/replay/compare-case.ts'
import type { CaseLevel } from '../../sandbox/replay/measure.ts'
import type { KubectlCase } from './replay-with-kubectl.ts'

/** How close our own kubectl comes to the real one on the same cluster, in the cases that were carried out with both. */
export const compareWithOwn = (cases: readonly KubectlCase[]): readonly CaseLevel[] =>
  cases.flatMap(({ own, ...real }) =>
    own === undefined ? [] : [{ id: real.id, ...compareCase(real, { cmd: real.cmd, ...own }) }],
  )
