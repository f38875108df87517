import { z } from 'zod'
import { InfrastructureError } from '../domain/errors.ts'
import type { Shell } from '../ports/shell.ts'
import type { ChaosDependencies } from './inject-chaos.ts'
import { mustRead, mustRun } from './must-run.ts'
import { goBack, WayBack } from './way-back.ts'

/** Carried by everything that an injection creates for itself. */
const LABELS = { 'app.kubernetes.io/managed-by': 'opsskill', 'opsskill/part': 'fault' }
const SELECTOR = Object.entries(LABELS)
  .map(([key, value]) => `${key}=${value}`)
  .join(',')
const NOTE = 'way-back'
const KEY = 'way-back.json'

/** Makes the harness's own namespace of a fault, with the way back in it: whoever finds it can undo the fault. */
export const openFaultHome = async (
  { environment }: { readonly environment: Shell },
  way: WayBack,
  signal: AbortSignal,
): Promise<void> => {
  const items = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: way.home, labels: LABELS } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: NOTE, namespace: way.home, labels: LABELS },
      stringData: { [KEY]: JSON.stringify(way) },
    },
  ]
  await mustRun(environment, 'kubectl create -f -', {
    signal,
    // One document after the other: a List is no kind that a server describes, and kubectl would have to guess how to check it.
    stdin: items.map((item) => `---\n${JSON.stringify(item)}\n`).join(''),
  })
}

/** Removes it again; the cluster ends it in its own time. */
export const closeFaultHome = async ({ environment }: { readonly environment: Shell }, home: string): Promise<void> => {
  await mustRun(environment, `kubectl delete namespace ${home} --ignore-not-found --wait=false`)
}

/** A fault that is live, or on its way in or out. */
export interface FoundFault {
  /** The namespace that holds it. */
  readonly home: string
  /** The namespace that it breaks; null where nothing of it was done yet, or its way back is gone already. */
  readonly place: string | null
}

/**
 * Finds by label the faults of which nobody takes care.
 * @param isAbandoned tells by the task's namespace (null: it was not noted yet) whether nobody uses the fault any more; one that is live in
 * another process looks the same otherwise
 */
export const findFaults = async (
  { harness }: Pick<ChaosDependencies, 'harness'>,
  isAbandoned: (place: string | null) => boolean,
): Promise<readonly FoundFault[]> => {
  const found = await readFaults(harness)
  return found.map(({ home, way }) => ({ home, place: way?.place ?? null })).filter(({ place }) => isAbandoned(place))
}

/** Undoes such faults. @returns one line for each */
export const removeLeftOverFaults = async (
  dependencies: ChaosDependencies,
  isAbandoned: (place: string | null) => boolean,
): Promise<readonly string[]> => {
  const lines: string[] = []
  for (const { home, way } of await readFaults(dependencies.harness)) {
    if (!isAbandoned(way?.place ?? null)) continue
    const note = way === null ? 'it was being removed already' : await goBack(dependencies, way)
    await closeFaultHome(dependencies, home)
    lines.push(`fault in namespace ${home}: recovered${note === '' ? '' : ` (${note})`}`)
  }
  return lines
}

const readFaults = async (
  harness: Shell,
): Promise<readonly { readonly home: string; readonly way: WayBack | null }[]> => {
  const names = await mustRun(harness, `kubectl get namespaces -l ${SELECTOR} -o name`)
  const homes = names.split('\n').flatMap((line) => /^namespace\/(\S+)$/.exec(line)?.[1] ?? [])
  return Promise.all(homes.map(async (home) => ({ home, way: await readWayBack(harness, home) })))
}

const readWayBack = async (harness: Shell, home: string): Promise<WayBack | null> => {
  const command = `kubectl -n ${home} get secrets -l ${SELECTOR} -o json`
  const { items } = Notes.parse(await mustRead(harness, command))
  const text = items[0]?.data[KEY]
  if (text === undefined) return null
  const way = WayBack.safeParse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')))
  if (!way.success) throw new InfrastructureError(`${command}: ${z.prettifyError(way.error)}`)
  return way.data
}

const Notes = z.looseObject({ items: z.array(z.looseObject({ data: z.record(z.string(), z.string()) })) })
