import type { TrialRecord } from '../../domain/trial.ts'
import type { SweepObserver } from '../../ports/observer.ts'
import type { CliIo } from './io.ts'

/** How many lines of progress a whole sweep may take where there is no terminal. */
const LINES = 10

/** Shows on stderr how far a sweep is: a bar on a terminal, a few plain lines elsewhere. */
export const createProgress = async ({ stderr }: Pick<CliIo, 'stderr'>): Promise<SweepObserver> =>
  stderr.isTTY ? createBar(stderr.columns) : createLines((line) => stderr.write(`${line}\n`))

const createLines = (print: (line: string) => void): SweepObserver => {
  let total = 0
  let done = 0
  let printed = 0
  return {
    started: (progress) => {
      total = progress.total
      done = progress.kept
      print(`${total} trials, ${done} finished before`)
    },
    finished: (record) => {
      done += 1
      if (record.outcome === 'void') print(describeVoid(record))
      const due = Math.floor((done * LINES) / total)
      if (due === printed && done < total) return
      printed = due
      print(`${done}/${total} trials`)
    },
    ended: () => undefined,
  }
}

const createBar = async (columns: number): Promise<SweepObserver> => {
  const { default: progress } = await import('cli-progress')
  const size = Math.max(10, Math.min(40, columns - 50))
  const bar = new progress.SingleBar({
    format: '{bar} {value}/{total} trials, {voids} void, {duration_formatted}',
    barsize: size,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    gracefulExit: false,
    fps: 10,
  })
  let voids = 0
  return {
    started: ({ total, kept }) => bar.start(total, kept, { voids }),
    finished: (record) => {
      if (record.outcome === 'void') voids += 1
      bar.increment({ voids })
    },
    ended: () => bar.stop(),
  }
}

/** One line: which trial says nothing, and why. */
export const describeVoid = (record: Extract<TrialRecord, { readonly outcome: 'void' }>): string =>
  `void: ${record.taskId}, ${record.methodName}, seed ${record.seed}: ${record.stage}: ${record.reason}`
