import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import { milliValue, unitValue } from '../../api/quantity.ts'
import { resources } from '../../api/resources.ts'
import type { AnyObject, Stored } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { failure } from '../errors.ts'
import type { FlagSpecs } from '../flags/types.ts'
import { humanDuration } from '../format/age.ts'
import { alignTable } from '../print/table.ts'
import type { Session } from '../session.ts'

const TOP_FLAGS = {
  'no-headers': { type: 'bool' },
  selector: { type: 'string', short: 'l' },
  'sort-by': { type: 'string' },
  'use-protocol-buffers': { type: 'bool', initial: true },
} as const satisfies FlagSpecs

interface Usage {
  readonly cpu: number
  readonly memory: number
}

interface ContainerMetrics {
  readonly name: string
  readonly usage: Readonly<Record<string, string>>
}

export const topPods: Command = {
  summary: 'Display resource (CPU/memory) usage of pods',
  usage: '[NAME | -l label]',
  flags: {
    ...TOP_FLAGS,
    'all-namespaces': { type: 'bool', short: 'A' },
    containers: { type: 'bool' },
    'field-selector': { type: 'string' },
    sum: { type: 'bool' },
  },
  run: async (session) => {
    const { flags } = session
    const isSpread = flags.bool('all-namespaces')
    requireMetrics(session, 'pods')
    const metrics = await podMetrics(session, isSpread)
    if (metrics.length === 0) return noMetrics(session, isSpread)
    const namespaceOf = ({ metadata }: AnyObject): readonly string[] => (isSpread ? [metadata.namespace ?? ''] : [])
    const containersOf = (object: AnyObject): readonly ContainerMetrics[] =>
      object['containers'] as readonly ContainerMetrics[]
    const rows = flags.bool('containers')
      ? metrics.flatMap((object) =>
          containersOf(object).map(({ name, usage }) => ({
            cells: [...namespaceOf(object), object.metadata.name, name],
            usage: measured(usage),
          })),
        )
      : metrics.map((object) => ({
          cells: [...namespaceOf(object), object.metadata.name],
          usage: total(containersOf(object).map(({ usage }) => measured(usage))),
        }))
    const names = flags.bool('containers') ? ['POD', 'NAME'] : ['NAME']
    const header = [...(isSpread ? ['NAMESPACE'] : []), ...names, 'CPU(cores)', 'MEMORY(bytes)']
    const lines = sorted(rows, flags.text('sort-by')).map(({ cells, usage }) => [
      ...cells,
      cpuText(usage),
      memoryText(usage),
    ])
    if (flags.bool('sum')) {
      const sums = total(rows.map(({ usage }) => usage))
      const blanks = header.slice(0, -2).map(() => '')
      lines.push([...blanks, '________', '________'], [...blanks, cpuText(sums), memoryText(sums)])
    }
    print(session, header, lines)
  },
}

const METRICS = 'metrics.k8s.io'

/** kubectl looks at what the server offers before it asks for anything. */
const requireMetrics = (session: Session, plural: string): void => {
  if (session.connect().registry.find(METRICS, plural) === undefined) throw failure('Metrics API not available')
}

/** Every cell ends with a tab, the last one too: hence the spaces at the ends of the lines. */
const print = (session: Session, header: readonly string[], lines: readonly (readonly string[])[]): void => {
  const all = session.flags.bool('no-headers') ? lines : [header, ...lines]
  session.out(alignTable(all.map((cells) => cells.map((cell) => `${cell}\t`).join(''))))
}

const podMetrics = async (session: Session, isSpread: boolean): Promise<readonly AnyObject[]> => {
  const { flags } = session
  const resource = { group: METRICS, plural: 'pods' }
  const namespace = isSpread ? undefined : session.namespace
  const [name] = flags.args
  const labelSelector = flags.text('selector')
  if (name !== undefined) return [await session.request((client) => client.get({ resource, namespace, name }))]
  const options = labelSelector === '' ? {} : { labelSelector }
  return (await session.request((client) => client.list({ resource, namespace }, options))).items
}

/** Pods younger than this have no metrics yet, ms. */
const METRICS_DELAY_MS = 120_000

const noMetrics = async (session: Session, isSpread: boolean): Promise<void> => {
  const { flags, flow } = session
  const labelSelector = flags.text('selector')
  const namespace = isSpread ? undefined : session.namespace
  const options = labelSelector === '' ? {} : { labelSelector }
  const list = await session.request((client) => client.list({ resource: resources.pods, namespace }, options))
  if (list.items.length === 0) {
    session.err(isSpread ? 'No resources found\n' : `No resources found in ${session.namespace} namespace.\n`)
    return
  }
  const age = ({ metadata }: Stored<Pod>): number => flow.nowMs() - Date.parse(metadata.creationTimestamp)
  const old = list.items.find((pod) => age(pod) > METRICS_DELAY_MS)
  if (old === undefined) throw failure('metrics not available yet')
  throw failure(
    `Metrics not available for pod ${old.metadata.namespace ?? ''}/${old.metadata.name}, age: ${humanDuration(age(old))}`,
  )
}

export const topNodes: Command = {
  summary: 'Display resource (CPU/memory) usage of nodes',
  usage: '[NAME | -l label]',
  flags: { ...TOP_FLAGS, 'show-capacity': { type: 'bool' } },
  run: async (session) => {
    const { flags } = session
    requireMetrics(session, 'nodes')
    const resource = { group: METRICS, plural: 'nodes' }
    const [name] = flags.args
    const labelSelector = flags.text('selector')
    const metrics: readonly AnyObject[] =
      name === undefined
        ? (await session.request((client) => client.list({ resource }, labelSelector === '' ? {} : { labelSelector })))
            .items
        : [await session.request((client) => client.get({ resource, name }))]
    const nodes = await session.request((client) => client.list({ resource: resources.nodes }))
    const rows = metrics.map((object) => {
      const node = nodes.items.find(({ metadata }) => metadata.name === object.metadata.name)
      const space = (flags.bool('show-capacity') ? node?.status?.capacity : node?.status?.allocatable) ?? {}
      const usage = measured(object['usage'] as Readonly<Record<string, string>>)
      const share = (used: number, available: number): string =>
        available > 0 ? `${Math.trunc((used * 100) / available)}%` : '<unknown>'
      return {
        usage,
        cells: [
          object.metadata.name,
          cpuText(usage),
          share(usage.cpu, milliValue(String(space['cpu'] ?? '0'))),
          memoryText(usage),
          share(usage.memory, unitValue(String(space['memory'] ?? '0'))),
        ],
      }
    })
    const header = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)']
    print(
      session,
      header,
      sorted(rows, flags.text('sort-by')).map(({ cells }) => cells),
    )
  },
}

/** CPU in millicores, memory in bytes. */
const measured = (usage: Readonly<Record<string, string>>): Usage => ({
  cpu: milliValue(usage['cpu'] ?? '0'),
  memory: unitValue(usage['memory'] ?? '0'),
})

const total = (all: readonly Usage[]): Usage => ({
  cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
  memory: all.reduce((sum, { memory }) => sum + memory, 0),
})

const cpuText = ({ cpu }: Usage): string => `${cpu}m`
const memoryText = ({ memory }: Usage): string => `${Math.trunc(memory / 1024 / 1024)}Mi`

const sorted = <T extends { readonly usage: Usage }>(rows: readonly T[], by: string): readonly T[] => {
  switch (by) {
    case '':
      return rows
    case 'cpu':
      return rows.toSorted((a, b) => b.usage.cpu - a.usage.cpu)
    case 'memory':
      return rows.toSorted((a, b) => b.usage.memory - a.usage.memory)
    default:
      throw failure('--sort-by accepts only cpu or memory')
  }
}
