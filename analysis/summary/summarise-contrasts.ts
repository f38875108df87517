import { z } from 'zod'
import type { Method } from '../../harness/domain/method.ts'
import type { RowReader } from '../../harness/ports/store.ts'
import { columns } from '../columns/index.ts'
import type { Selection } from '../columns/counted-trials.ts'
import { pairsOfMethods } from '../columns/pairs-of-methods.ts'
import type { Activation } from '../columns/read-activations.ts'
import type { Coverage } from '../columns/read-coverage.ts'
import type { Design } from '../columns/read-design.ts'
import { readRows } from '../columns/read-rows.ts'
import { holm } from '../statistics/holm.ts'
import { pairedContrast } from '../statistics/paired-contrast.ts'
import type { Contrast } from '../statistics/paired-contrast.ts'
import { differMethods } from './method-difference.ts'
import type { AblationSummary, ContrastMeasure, ContrastSummary } from './report-model.ts'

/** The primary family of a sweep with p-values adjusted by Holm; what was not exercised is no hypothesis and stays out of the family. */
export const summariseContrasts = (
  reader: RowReader,
  selection: Selection,
  { design, coverage, activations }: Facts,
): readonly ContrastSummary[] => {
  const drafts = familyOf(design).map(({ system, other }) => {
    const read = (measure: ContrastMeasure) => readContrast(reader, selection, measure, system.name, other.name)
    const ablation = other.ablation_of === system.name ? toAblation(system, other, activations) : undefined
    return {
      system: system.name,
      other: other.name,
      effects: {
        solved: read('solved'),
        falsePositiveGap: read('falsePositiveGap'),
        unsafeMutations: read('unsafeMutations'),
      },
      ablation,
      missingDiffers: missingShare(coverage.get(system.name)) !== missingShare(coverage.get(other.name)),
    }
  })
  const family = drafts.filter((draft) => draft.effects.solved !== undefined && draft.ablation?.activations !== 0)
  const adjusted = holm(family.flatMap((draft) => draft.effects.solved?.test.p ?? []))
  return drafts.map((draft) => ({ ...draft, adjustedP: adjusted[family.indexOf(draft)] }))
}

type Facts = {
  readonly design: Design
  readonly coverage: ReadonlyMap<string, Coverage>
  readonly activations: readonly Activation[]
}

/** The sweep's own contrasts; where it names none, each ablation against its system. */
const familyOf = ({ methods, contrasts }: Design): readonly { readonly system: Method; readonly other: Method }[] => {
  const pairs =
    contrasts?.against.map((other) => ({ system: contrasts.method, other })) ??
    methods.flatMap(({ name, ablation_of }) =>
      ablation_of === undefined ? [] : [{ system: ablation_of, other: name }],
    )
  const byName = new Map(methods.map((method) => [method.name, method]))
  return pairs.flatMap((pair) => {
    const [system, other] = [byName.get(pair.system), byName.get(pair.other)]
    return system === undefined || other === undefined ? [] : [{ system, other }]
  })
}

const readContrast = (
  reader: RowReader,
  selection: Selection,
  measure: ContrastMeasure,
  left: string,
  right: string,
): Contrast | undefined => {
  const contrast = pairedContrast(
    readRows(reader, pairsOfMethods(selection, columns[measure], { left, right }), PairShape).map((row) => ({
      task: row.task_id,
      left: row.left_value,
      right: row.right_value,
    })),
  )
  return columns[measure].unit === 'number' ? contrast : contrast && withinRange(contrast)
}

/** Differences of rates end at ±1; with few tasks the t interval does not know that. Captions say that it is cut. */
const withinRange = (contrast: Contrast): Contrast => {
  const { interval } = contrast.estimate
  if (interval === undefined) return contrast
  const cut = { ...interval, low: Math.max(-1, interval.low), high: Math.min(1, interval.high) }
  return { ...contrast, estimate: { ...contrast.estimate, interval: cut } }
}

const PairShape = z.strictObject({
  task_id: z.string(),
  seed: z.int(),
  left_value: z.number(),
  right_value: z.number(),
})

const toAblation = (system: Method, other: Method, activations: readonly Activation[]): AblationSummary => {
  const differences = differMethods(system, other)
  const removed = new Set(
    differences.flatMap(({ path }) => {
      const component = path.replace('components.', '')
      // The way back belongs to the typed representation: bare commands carry none.
      return component === 'ir' ? [component, 'rollback'] : [component]
    }),
  )
  return {
    differences,
    activations: activations
      .filter((row) => row.method === system.name && removed.has(row.component))
      .reduce((sum, row) => sum + row.acted, 0),
  }
}

const missingShare = (coverage: Coverage | undefined): number =>
  coverage === undefined ? 1 : (coverage.planned - coverage.judged) / coverage.planned
