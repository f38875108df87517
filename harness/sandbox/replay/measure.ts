import type { ReplayedCase } from './replay-session.ts'
import { compareCase, type Level } from './compare-case.ts'
import type { SessionStep } from './session-step.ts'

export interface CaseLevel extends Level {
  readonly id: string
}

/** The level that each recorded case reaches, in the order of the session; cases without recorded outputs are left out. */
export const measure = (steps: readonly SessionStep[], cases: readonly ReplayedCase[]): readonly CaseLevel[] => {
  const byId = new Map(cases.map((done) => [done.id, done]))
  return steps.flatMap((step) => {
    if (step.step !== 'case' || step.exit === undefined) return []
    const { id, cmd, exit, stdout = '', stderr = '' } = step
    const actual = byId.get(id)
    return actual === undefined
      ? [{ id, exitAgrees: false, isExact: false, similarity: 0 }]
      : [{ id, ...compareCase({ cmd, exit, stdout, stderr }, actual) }]
  })
}

export interface Summary {
  readonly cases: number
  readonly exitAgrees: number
  readonly exact: number
  /** Mean similarity, 0 to 1. */
  readonly mean: number
}

export const summarise = (levels: readonly CaseLevel[]): Summary => ({
  cases: levels.length,
  exitAgrees: levels.filter(({ exitAgrees }) => exitAgrees).length,
  exact: levels.filter(({ isExact }) => isExact).length,
  mean: levels.reduce((sum, { similarity }) => sum + similarity, 0) / Math.max(1, levels.length),
})
