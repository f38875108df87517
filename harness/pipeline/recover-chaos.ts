import { InfrastructureError } from '../domain/errors.ts'
import type { ChaosDependencies } from './inject-chaos.ts'
import { mustRun } from './must-run.ts'
import { poll } from './poll.ts'

const LOOK_EVERY_MS = 2_000
/** How long each of three tries gets: to delete, to delete again, to take the finalizer off. */
const TRY_FOR_MS = 60_000
/** With this annotation Chaos Mesh lets go of an object although it could not recover what that did. */
const LET_GO = 'chaos-mesh.chaos-mesh.org/cleanFinalizer=forced'

/** A Chaos object as recovery names it: its kind as kubectl calls it, and the kind of its experiments. */
export interface ChaosRef {
  readonly kind: string
  readonly name: string
  readonly experiments: string
}

/**
 * Deletes Chaos Mesh objects and waits until they and their experiments are gone. Not to be interrupted; a second call finds nothing to do.
 * @returns what was noteworthy about it; empty when nothing was
 * @throws {InfrastructureError} when one cannot be got rid of
 */
export const recoverChaos = async (
  { environment, harness, clock }: ChaosDependencies,
  objects: readonly ChaosRef[],
  home: string,
): Promise<string> => {
  if (objects.length === 0) return ''
  const kinds = [...new Set(objects.flatMap(({ kind, experiments }) => [kind, experiments]))].join(',')
  let left = ''
  const isGone = async (): Promise<boolean> => {
    const options = { intervalMs: LOOK_EVERY_MS, deadlineMs: TRY_FOR_MS }
    const gone = await poll({ clock }, options, async () => {
      left = (await mustRun(harness, `kubectl -n ${home} get ${kinds} -o name`)).trim()
      return left === '' ? true : undefined
    })
    return gone === true
  }
  const remove = async (): Promise<boolean> => {
    for (const { kind, name } of objects)
      await mustRun(environment, `kubectl -n ${home} delete ${kind} ${name} --ignore-not-found --wait=false`)
    return isGone()
  }
  if (await remove()) return ''
  const stuck = left.replaceAll('\n', ', ')
  if (await remove()) return `${stuck}: went away only when it was deleted a second time`
  await mustRun(environment, `kubectl -n ${home} annotate ${left.replaceAll('\n', ' ')} ${LET_GO} --overwrite`)
  if (await isGone()) return `${stuck}: did not recover; its finalizer was removed by force`
  throw new InfrastructureError(
    `${left.replaceAll('\n', ', ')}: not gone ${(3 * TRY_FOR_MS) / 1000} s after it was deleted, its finalizer forced`,
  )
}
