import type { Activation } from '../columns/read-activations.ts'
import type { Coverage } from '../columns/read-coverage.ts'
import type { Design } from '../columns/read-design.ts'
import type { ColumnName } from '../columns/index.ts'
import type { Selection } from '../columns/counted-trials.ts'
import type { TaskTotal } from '../columns/read-estimates.ts'
import type { Estimate } from '../statistics/estimate.ts'
import type { Contrast } from '../statistics/paired-contrast.ts'
import type { MethodDifference } from './method-difference.ts'

/** All that tables, figures and the page are made of: read from rows once, free of wall-clock values. */
export type ReportModel = {
  readonly design: Design
  readonly selection: Selection
  /** SHA-256 (hex) of the rows that were read. */
  readonly rowsDigest: string
  /** Every method of the design, in its order; one without counted trials has no estimates. */
  readonly methods: readonly MethodSummary[]
  /** Solved and counted trials of each method on each task; a cell without counted trials is absent. */
  readonly solvedByTask: readonly TaskTotal[]
  readonly contrasts: readonly ContrastSummary[]
  readonly activations: readonly Activation[]
  /** The SQL behind each number, to be run by hand on the store. */
  readonly queries: readonly Query[]
}

export type Query = { readonly title: string; readonly sql: string }

export type MethodSummary = {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly estimates: Readonly<Record<ColumnName, Estimate | undefined>>
  readonly coverage: Coverage
}

/** The measures in which methods are contrasted. The first is the primary one: its p-values make the family. */
export const CONTRAST_MEASURES = ['solved', 'falsePositiveGap', 'unsafeMutations'] as const
export type ContrastMeasure = (typeof CONTRAST_MEASURES)[number]

/** One contrast of the primary family: `system` minus `other`, on the pairs that both arms have. */
export type ContrastSummary = {
  readonly system: string
  readonly other: string
  readonly effects: Readonly<Record<ContrastMeasure, Contrast | undefined>>
  /** p of the solved rate after Holm over the family; undefined where the contrast could not be computed or was not exercised. */
  readonly adjustedP: number | undefined
  /** Set where `other` is `system` without some components. */
  readonly ablation: AblationSummary | undefined
  /** Whether a larger share of one arm's trials is missing: then the pairs are a selection. */
  readonly missingDiffers: boolean
}

export type AblationSummary = {
  readonly differences: readonly MethodDifference[]
  /** How often what was removed acted in the full system. None: the contrast proves nothing and prints "not exercised". */
  readonly activations: number
}
