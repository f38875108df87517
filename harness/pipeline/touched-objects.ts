import { z } from 'zod'
import { InfrastructureError } from '../domain/errors.ts'
import type { Shell } from '../ports/shell.ts'
import { kubectlLine } from './kubectl-line.ts'
import { mustRun } from './must-run.ts'
import { wayToOriginal } from './way-to-original.ts'

/** An object that a fault touches, and how it was before; null: there was none. */
export const TouchedObject = z.object({
  /** `kind/name`. */
  ref: z.string(),
  namespace: z.string(),
  original: z.record(z.string(), z.unknown()).nullable(),
})
export type TouchedObject = z.output<typeof TouchedObject>

interface Dependencies {
  /** Where changes go: written down. */
  readonly environment: Shell
  /** Where looks go: they may hold secrets, and are not written down. */
  readonly harness: Shell
}

/** Reads the objects that a fault will touch: `kind/name` in the task's namespace, or `namespace/kind/name`. */
export const readTouched = async (
  { harness }: Pick<Dependencies, 'harness'>,
  touches: readonly string[],
  place: string,
  signal?: AbortSignal,
): Promise<readonly TouchedObject[]> => {
  const touched: TouchedObject[] = []
  for (const entry of touches) {
    const [name = '', kind = '', namespace = place] = entry.split('/').toReversed()
    const ref = `${kind}/${name}`
    touched.push({ ref, namespace, original: await readObject({ harness }, { ref, namespace }, signal) })
  }
  return touched
}

/**
 * Puts touched objects back as they were, the last one first: changed ones are changed back, new ones deleted, missing ones created.
 * Not to be interrupted; a second call finds nothing to do.
 */
export const restoreTouched = async (dependencies: Dependencies, touched: readonly TouchedObject[]): Promise<void> => {
  for (const object of touched.toReversed()) await restoreOne(dependencies, object)
}

const restoreOne = async (dependencies: Dependencies, touched: TouchedObject): Promise<void> => {
  const { environment } = dependencies
  const { ref, namespace, original } = touched
  const run = (args: readonly string[], stdin = '') =>
    mustRun(environment, kubectlLine(namespace, args), { stdin, timeoutMs: RESTORE_LIMIT_MS })
  if (original === null) {
    await run(['delete', ...ref.split('/'), '--ignore-not-found'])
    return
  }
  const present = await readObject(dependencies, touched)
  const way = present === null || isEnding(present) ? null : wayToOriginal(present, original)
  if (way !== null && way.length === 0) return
  if (way !== null) {
    const patch = kubectlLine(namespace, ['patch', ...ref.split('/'), '--type=json', '-p', JSON.stringify(way)])
    const outcome = await environment.exec(patch, { timeoutMs: RESTORE_LIMIT_MS })
    if (outcome.status === 'exited' && outcome.exitCode === 0) return
    // Somebody made it anew with other values in fields that cannot change.
  }
  if (present !== null) {
    // An object that a finalizer holds ends only without it.
    if (way === null) await run(['patch', ...ref.split('/'), '--type=merge', '-p', '{"metadata":{"finalizers":null}}'])
    await run(['delete', ...ref.split('/'), '--ignore-not-found'])
  }
  await run(['create', '-f', '-'], JSON.stringify(withoutBookkeeping(original)))
}

const RESTORE_LIMIT_MS = 2 * 60_000

const isEnding = (object: Readonly<Record<string, unknown>>): boolean =>
  'deletionTimestamp' in (object['metadata'] as Readonly<Record<string, unknown>>)

const withoutBookkeeping = ({ status: _status, metadata, ...rest }: Readonly<Record<string, unknown>>) => {
  const {
    resourceVersion: _version,
    uid: _uid,
    creationTimestamp: _created,
    generation: _generation,
    managedFields: _fields,
    ...kept
  } = metadata as Readonly<Record<string, unknown>>
  return { ...rest, metadata: kept }
}

const AnyObject = z.looseObject({ metadata: z.looseObject({}) })

const readObject = async (
  { harness }: Pick<Dependencies, 'harness'>,
  { ref, namespace }: Pick<TouchedObject, 'ref' | 'namespace'>,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, unknown>> | null> => {
  const command = kubectlLine(namespace, ['get', ...ref.split('/'), '-o', 'json', '--ignore-not-found'])
  const text = await mustRun(harness, command, signal === undefined ? {} : { signal })
  if (text.trim() === '') return null
  const object = AnyObject.safeParse(JSON.parse(text))
  if (!object.success) throw new InfrastructureError(`${command}: ${z.prettifyError(object.error)}`)
  return object.data
}
