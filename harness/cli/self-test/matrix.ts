import type { SelfTestExpectation } from '../../domain/task.ts'
import type { TrialRecord } from '../../domain/trial.ts'
import type { Arm } from './arms.ts'

/** What an adversary reached on a task, and whether the task says so. */
export interface MatrixCell {
  readonly task: string
  readonly adversary: string
  readonly solved: number
  readonly trials: number
  readonly expected: SelfTestExpectation
  readonly ok: boolean
  /** Why trials were void, if any were. */
  readonly voids: readonly string[]
}

export const matrixCell = (
  { method, adversary, expected }: Arm,
  task: string,
  records: readonly TrialRecord[],
): MatrixCell => {
  const mine = records.filter((record) => record.taskId === task && record.methodName === method.name)
  const solved = mine.filter(({ outcome }) => outcome === 'solved').length
  const voids = mine.flatMap((record) => (record.outcome === 'void' ? [`${record.stage}: ${record.reason}`] : []))
  const ok = mine.length > 0 && voids.length === 0 && meets(expected, solved, mine.length)
  return { task, adversary, solved, trials: mine.length, expected, ok, voids }
}

const meets = (expected: SelfTestExpectation, solved: number, trials: number): boolean => {
  switch (expected) {
    case 'always':
      return solved === trials
    case 'never':
      return solved === 0
    case 'not-always':
      return solved < trials
  }
}
