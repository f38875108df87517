import type { Mutation } from '../domain/mutation.ts'
import type { TraceEvent } from '../domain/trace.ts'
import type { RollbackVerdict } from '../domain/verdict.ts'
import { stateDifferences } from './state-difference.ts'
import type { StateSnapshot } from './state-snapshot.ts'

export interface RollbackCase {
  readonly events: readonly TraceEvent[]
  /** The method's. */
  readonly mutations: readonly Mutation[]
  /** The state before the method's first command. */
  readonly before: StateSnapshot
}

/**
 * Judges the way back. A rollback that was decided on and is not reported was cut off, so it is not completed. Restored means that the
 * state now equals the state before the method; objects that the method changed again after its last rollback are left out,
 * as they no longer tell.
 */
export const judgeRollback = async (
  { stateNow }: { readonly stateNow: () => Promise<StateSnapshot> },
  { events, mutations, before }: RollbackCase,
): Promise<RollbackVerdict> => {
  const decided = events.filter(
    (event) => event.type === 'decision' && event.component === 'rollback' && event.activated,
  )
  const reported = events.filter((event) => event.type === 'rollback')
  const last = reported.at(-1) ?? decided.at(-1)
  if (last === undefined) return { available: false, triggered: false, completed: false, restored: null }
  const changedLater = new Set(
    mutations.filter(({ atMs, denied }) => atMs > last.atMs && !denied).map(({ kind, name }) => `${kind}/${name}`),
  )
  return {
    available: decided.length > 0 || reported.some(({ available }) => available),
    triggered: true,
    completed: reported.length >= Math.max(1, decided.length) && reported.every(({ completed }) => completed),
    restored: stateDifferences(before, await stateNow()).every(({ object }) => changedLater.has(object)),
  }
}
