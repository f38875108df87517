import { systemClock } from '../../adapters/system/system-clock.ts'
import { UsageError } from '../../domain/errors.ts'
import type { TrialRecord } from '../../domain/trial.ts'
import { runSweep } from '../../pipeline/run-sweep.ts'
import { openStore } from '../compose/open-store.ts'
import { planSelfTest } from '../compose/plan-self-test.ts'
import { rootRng } from '../compose/root-rng.ts'
import { startTrialRunner } from '../compose/start-trial-runner.ts'
import { armsOf } from '../self-test/arms.ts'
import { type MatrixCell, matrixCell } from '../self-test/matrix.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import type { Paint } from '../terminal/paint.ts'
import { createProgress } from '../terminal/progress.ts'

export interface VerifyTasksRequest {
  readonly suite: string
  /** Tasks of the suite; none: all. */
  readonly ids: readonly string[]
  readonly seeds: number
  readonly workers?: number
}

/** Runs every adversary and the reference against the oracles of a suite, and holds them to what each task says. */
export const verifyTasks = async (
  { io, printer }: CommandContext,
  { suite, ids, seeds, workers }: VerifyTasksRequest,
): Promise<ExitCode> => {
  const { plan, setup, tasks } = await planSelfTest({ warn: printer.log }, { suite, seeds })
  const chosen = ids.length === 0 ? tasks : tasks.filter(({ id }) => ids.includes(id))
  const unknown = ids.filter((id) => !tasks.some((task) => task.id === id))
  if (unknown.length > 0)
    throw new UsageError(
      `no such task in the suite ${suite}: ${unknown.join(', ')}; there are ${tasks.map(({ id }) => id).join(', ')}`,
    )
  if (seeds < 3)
    printer.log('fewer than 3 seeds: a constant answer may be right in all of them, and "not-always" then fails')
  const trials = plan.trials.filter(({ task }) => chosen.some(({ id }) => id === task.id))
  const store = openStore(':memory:')
  io.whenStoppedAtOnce(() => 'nothing is kept: the same command starts over')
  const runner = await startTrialRunner(setup, { workers, trials: trials.length })
  const records: TrialRecord[] = []
  try {
    const progress = await createProgress({ ...io, clock: systemClock })
    const observer = {
      ...progress,
      finished: (record: TrialRecord) => {
        records.push(record)
        progress.finished(record)
      },
    }
    await runSweep({ store, runner, rng: rootRng(), observer }, { ...plan, trials }, io.signal)
  } finally {
    await runner.close()
    store.close()
  }
  const cells = chosen.flatMap((task) => armsOf(task).map((arm) => matrixCell(arm, task.id, records)))
  const isAsExpected = cells.every(({ ok }) => ok)
  printer.result({
    json: () => ({ suite, seeds, passed: isAsExpected, cells }),
    text: (paint) => [...cells.map((cell) => lineOf(cell, paint)), summaryOf(cells)].join('\n'),
  })
  return isAsExpected ? exitCode.done : exitCode.failed
}

const lineOf = ({ task, adversary, solved, trials, expected, ok, voids }: MatrixCell, paint: Paint): string =>
  [
    `${ok ? paint.good('✓') : paint.bad('✗')} ${task.padEnd(12)} ${adversary.padEnd(38)} ${solved}/${trials} solved, expected ${expected}`,
    ...voids.map((reason) => `    void: ${reason}`),
  ].join('\n')

const summaryOf = (cells: readonly MatrixCell[]): string =>
  `${cells.filter(({ ok }) => ok).length} of ${cells.length} cells are as their tasks say`
