import type { TrialRecord, TrialSpec } from '../../domain/trial.ts'
import type { Clock } from '../../ports/clock.ts'
import type { SweepObserver } from '../../ports/observer.ts'
import type { CliIo } from './io.ts'
import { describeTimeLeft } from './time-left.ts'

/** How many lines of progress a whole sweep may take where there is no terminal. */
const LINES = 10

export interface ProgressDependencies extends Pick<CliIo, 'stderr'> {
  /** The machine's: people wait in real time. */
  readonly clock: Pick<Clock, 'nowMs'>
}

/** Shows on stderr how far a sweep is: a bar on a terminal, a few plain lines elsewhere; both with voids and the time left. */
export const createProgress = async ({ stderr, clock }: ProgressDependencies): Promise<Progress> =>
  stderr.isTTY
    ? counting(clock, await createBar(stderr.columns))
    : counting(
        clock,
        createLines((line) => stderr.write(`${line}\n`)),
      )

/** How far a sweep is. */
interface Standing {
  readonly total: number
  readonly done: number
  readonly voids: number
  /** Empty where nothing is known yet, or nothing is left. */
  readonly left: string
}

/** On real clusters trials take minutes, and wait for their turn: people want to know which one is at work, and where. */
export interface Progress extends SweepObserver {
  /** @param cluster counted from 1, in the order of the command line */
  readonly begun: (spec: TrialSpec, cluster: number) => void
}

interface Display {
  readonly begun: (line: string) => void
  readonly started: (standing: Standing) => void
  readonly moved: (standing: Standing, record: TrialRecord) => void
  readonly ended: () => void
}

const counting = (clock: Pick<Clock, 'nowMs'>, display: Display): Progress => {
  let standing: Standing = { total: 0, done: 0, voids: 0, left: '' }
  let kept = 0
  let startMs = 0
  return {
    started: (progress) => {
      kept = progress.kept
      startMs = clock.nowMs()
      standing = { total: progress.total, done: kept, voids: 0, left: '' }
      display.started(standing)
    },
    finished: (record) => {
      const done = standing.done + 1
      const voids = standing.voids + (record.outcome === 'void' ? 1 : 0)
      const left = describeTimeLeft({
        elapsedMs: clock.nowMs() - startMs,
        finished: done - kept,
        remaining: standing.total - done,
      })
      standing = { ...standing, done, voids, left }
      display.moved(standing, record)
    },
    begun: ({ task, method, seed }, cluster) =>
      display.begun(`on cluster ${cluster}: ${task.id}, ${method.name}, seed ${seed}`),
    ended: display.ended,
  }
}

const createLines = (print: (line: string) => void): Display => {
  let printed = 0
  return {
    started: ({ total, done }) => print(`${total} trials, ${done} finished before`),
    moved: ({ total, done, voids, left }, record) => {
      if (record.outcome === 'void') print(describeVoid(record))
      const due = Math.floor((done * LINES) / total)
      if (due === printed && done < total) return
      printed = due
      print([`${done}/${total} trials`, `${voids} void`, ...(left === '' ? [] : [left])].join(', '))
    },
    begun: print,
    ended: () => undefined,
  }
}

/** What the longest line takes beside the bar: counts, voids and the time left. */
const WORDS = 48

const createBar = async (columns: number): Promise<Display> => {
  const { default: progress } = await import('cli-progress')
  // A line that is wider than the terminal wraps, and every update adds one more: then the counts alone.
  const size = Math.min(40, columns - WORDS)
  const bar = new progress.SingleBar({
    format: size < 8 ? '{value}/{total}, {voids} void{left}' : '{bar} {value}/{total} trials, {voids} void{left}',
    barsize: Math.max(size, 1),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    gracefulExit: false,
    fps: 10,
  })
  const payload = ({ voids, left }: Standing) => ({ voids, left: left === '' ? '' : `, ${left}` })
  return {
    started: (standing) => bar.start(standing.total, standing.done, payload(standing)),
    moved: (standing) => bar.update(standing.done, payload(standing)),
    // There is one line only.
    begun: () => undefined,
    ended: () => bar.stop(),
  }
}

/** One line: which trial says nothing, and why. */
export const describeVoid = (record: Extract<TrialRecord, { readonly outcome: 'void' }>): string =>
  `void: ${record.taskId}, ${record.methodName}, seed ${record.seed}: ${record.stage}: ${record.reason}`
