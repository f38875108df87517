import type { JudgedTrial, TrialRecord } from '../../domain/trial.ts'
import { insertEvent } from './insert-event.ts'
import type { Insert, Values } from './inserter.ts'
import type { Prepare } from './kept-statements.ts'
import { wholeMs } from './whole-ms.ts'

interface Dependencies {
  readonly prepare: Prepare
  readonly insert: Insert
}

/** Adds one attempt of a trial, with all its rows. */
export const saveAttempt = (
  { prepare, insert }: Dependencies,
  { sweepId, record, wallMs }: { readonly sweepId: string; readonly record: TrialRecord; readonly wallMs: number },
): void => {
  const key = { trial_id: record.trialId, attempt_no: nextAttempt(prepare, record.trialId) }
  insert('attempt', {
    ...key,
    outcome: record.outcome,
    ...(record.outcome === 'void'
      ? { void_stage: record.stage, void_reason: record.reason }
      : judgementColumns(record)),
    environment_kind: record.environment.kind,
    kubernetes_version: record.environment.kubernetesVersion,
    environment_fingerprint: record.environment.fingerprint,
    isolation: record.environment.isolation,
    namespace: record.namespace,
    provenance_id: provenanceOf(prepare, sweepId),
    wall_ms: wallMs,
  })
  record.events.forEach((event, seq) => insertEvent(insert, { ...key, seq }, event))
  record.faultWindows.forEach((window, seq) =>
    insert('fault_window', {
      ...key,
      seq,
      fault: window.fault,
      object_name: window.objectName,
      requested_ms: wholeMs(window.requestedMs),
      injected_ms: wholeMs(window.injectedMs),
      symptom_ms: wholeMs(window.symptomMs),
      expired_ms: wholeMs(window.expiredMs),
      recovered_ms: wholeMs(window.recoveredMs),
      note: window.note,
    }),
  )
  if (record.outcome !== 'void') insertJudgement(insert, key, record)
}

const nextAttempt = (prepare: Prepare, trialId: string): number => {
  const row = prepare('SELECT count(*) + 1 AS next FROM attempt WHERE trial_id = ?').get(trialId)
  return (row as { readonly next: number }).next
}

const provenanceOf = (prepare: Prepare, sweepId: string): string => {
  const row = prepare('SELECT provenance_id FROM sweep WHERE sweep_id = ?').get(sweepId)
  if (row === undefined) throw new RangeError(`sweep ${sweepId}: was not begun in this store`)
  return (row as { readonly provenance_id: string }).provenance_id
}

const judgementColumns = ({ claim, verdict, rollback, times, commands }: JudgedTrial): Values => ({
  claim_status: claim.status,
  claim_summary: claim.summary,
  oracle_passed: verdict.passed,
  rollback_available: rollback.available,
  rollback_triggered: rollback.triggered,
  rollback_completed: rollback.completed,
  rollback_restored: rollback.restored,
  environment_ms: wholeMs(times.environmentMs),
  method_ms: wholeMs(times.methodMs),
  oracle_ms: wholeMs(times.oracleMs),
  to_solve_ms: wholeMs(times.toSolveMs),
  command_count: commands,
})

const insertJudgement = (insert: Insert, key: Values, { claim, mutations }: JudgedTrial): void => {
  if (claim.finding !== undefined) {
    const { answer, object, cause, evidence } = claim.finding
    insert('finding', { ...key, answer, object, cause })
    evidence.forEach((quote, seq) => insert('finding_evidence', { ...key, seq, quote }))
  }
  mutations.forEach((mutation, seq) =>
    insert('mutation', {
      ...key,
      seq,
      at_ms: wholeMs(mutation.atMs),
      actor: mutation.actor,
      class: mutation.class,
      verb: mutation.verb,
      kind: mutation.kind,
      name: mutation.name,
      namespace: mutation.namespace,
      is_denied: mutation.denied,
      paths_json: JSON.stringify(mutation.paths),
    }),
  )
}
