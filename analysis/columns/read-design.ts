import { z } from 'zod'
import type { RowReader } from '../../harness/ports/store.ts'
import { Method } from '../../harness/domain/method.ts'
import { MethodRights } from '../../harness/domain/method-rights.ts'
import { quote } from './counted-trials.ts'
import { readRows } from './read-rows.ts'

/** The planned experiment, as it was written down before its first trial. Lists are in the sweep's own order. */
export type Design = {
  readonly sweepId: string
  readonly name: string
  readonly mode: string
  /** What the cluster let the methods change. */
  readonly rights: MethodRights
  readonly methods: readonly Method[]
  readonly tasks: readonly string[]
  readonly seeds: readonly number[]
  /** The primary family: this method against each of those; undefined where the sweep names none. */
  readonly contrasts: { readonly method: string; readonly against: readonly string[] } | undefined
  readonly provenance: readonly (readonly [key: string, value: string])[]
}

/**
 * Reads the design of a sweep.
 * @throws {RangeError} when the store has no such sweep
 */
export const readDesign = (reader: RowReader, sweepId: string): Design => {
  const where = `sweep_id = ${quote(sweepId)}`
  const [sweep] = readRows(
    reader,
    `SELECT name, mode, design_json, provenance_id FROM sweep WHERE ${where}`,
    SweepShape,
  )
  if (sweep === undefined) throw new RangeError(`the store has no sweep ${sweepId}`)
  const cells = readRows(
    reader,
    `SELECT method_json, task_id, seed FROM sweep_trial JOIN trial USING (trial_id) JOIN cell USING (cell_id)
     WHERE ${where} ORDER BY position`,
    CellShape,
  )
  const methods = new Map(cells.map(({ method_json }) => [method_json.name, method_json]))
  return {
    sweepId,
    name: sweep.name,
    mode: sweep.mode,
    rights: sweep.design_json.rights,
    methods: [...methods.values()],
    tasks: [...new Set(cells.map((cell) => cell.task_id))],
    seeds: [...new Set(cells.map((cell) => cell.seed))].sort((a, b) => a - b),
    contrasts: sweep.design_json.contrasts,
    provenance: readRows(
      reader,
      `SELECT key, value FROM provenance WHERE provenance_id = ${quote(sweep.provenance_id)} ORDER BY key`,
      z.strictObject({ key: z.string(), value: z.string() }),
    ).map(({ key, value }) => [key, value] as const),
  }
}

const fromJson = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(shape)

const SweepShape = z.strictObject({
  name: z.string(),
  mode: z.string(),
  design_json: fromJson(
    z.looseObject({
      // Sweeps of before there was a choice.
      rights: MethodRights.default('edit'),
      contrasts: z.strictObject({ method: z.string(), against: z.array(z.string()) }).optional(),
    }),
  ),
  provenance_id: z.string(),
})

const CellShape = z.strictObject({ method_json: fromJson(Method), task_id: z.string(), seed: z.int() })
