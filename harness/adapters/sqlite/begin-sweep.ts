import { createHash } from 'node:crypto'
import { durationMs } from '../../domain/duration.ts'
import type { TrialSpec } from '../../domain/trial.ts'
import type { SweepRow } from '../../ports/store.ts'
import type { Insert } from './inserter.ts'
import type { Prepare } from './kept-statements.ts'

interface Dependencies {
  readonly prepare: Prepare
  readonly insert: Insert
}

/** Writes a sweep's design down. A sweep that is begun again gets its present design; trials that it shares keep their attempts. */
export const beginSweep = ({ prepare, insert }: Dependencies, sweep: SweepRow, trials: readonly TrialSpec[]): void => {
  const provenanceId = insertProvenance(insert, sweep.provenance)
  insert(
    'sweep',
    {
      sweep_id: sweep.sweepId,
      name: sweep.name,
      mode: sweep.mode,
      design_json: sweep.designJson,
      provenance_id: provenanceId,
    },
    `ON CONFLICT (sweep_id) DO UPDATE
     SET name = excluded.name, mode = excluded.mode, design_json = excluded.design_json, provenance_id = excluded.provenance_id`,
  )
  prepare('DELETE FROM sweep_trial WHERE sweep_id = ?').run(sweep.sweepId)
  for (const trial of trials) {
    insertCell(insert, trial)
    insertTrial(insert, trial)
    insert('sweep_trial', { sweep_id: sweep.sweepId, trial_id: trial.trialId, position: trial.index })
  }
}

const insertProvenance = (insert: Insert, provenance: SweepRow['provenance']): string => {
  const entries = Object.entries(provenance).sort(([a], [b]) => (a < b ? -1 : 1))
  const provenanceId = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 32)
  for (const [key, value] of entries)
    insert('provenance', { provenance_id: provenanceId, key, value }, 'ON CONFLICT DO NOTHING')
  return provenanceId
}

const insertCell = (insert: Insert, { cellId, task, method, mode, noise, rights }: TrialSpec): void => {
  insert(
    'cell',
    {
      cell_id: cellId,
      task_id: task.id,
      family: task.family,
      method_name: method.name,
      method_title: method.title,
      ablation_of: method.ablation_of,
      method_json: JSON.stringify(method),
      limit_commands: task.limits.commands,
      limit_ms: durationMs(task.limits.time),
      observation_ms: durationMs(mode.observation),
      settle_ms: durationMs(mode.settle),
      fault_duration_ms: durationMs(mode.fault_duration),
      oracle_ms: durationMs(mode.oracle),
      noise,
      rights,
    },
    'ON CONFLICT DO NOTHING',
  )
}

const insertTrial = (insert: Insert, { trialId, cellId, seed, draw, fault }: TrialSpec): void => {
  insert(
    'trial',
    {
      trial_id: trialId,
      cell_id: cellId,
      seed,
      variant_name: draw.variantName,
      is_control: draw.variant.control,
      workload: draw.workload,
      fault_name: fault?.name,
      truth_json: draw.truth === null ? null : JSON.stringify(draw.truth),
    },
    'ON CONFLICT DO NOTHING',
  )
}
