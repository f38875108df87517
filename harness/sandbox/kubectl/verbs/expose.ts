import type { AnyObject } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { createFromObject } from '../edit/create-object.ts'
import { failure, throwAll } from '../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS } from '../flags/global.ts'
import { objectName } from '../print/printer.ts'
import { findObjects } from '../select/find-objects.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import { dryRunOf, dryRunSuffix, changeOptions } from '../edit/dry-run.ts'

export const expose: Command = {
  summary: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  usage:
    '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--type=type]',
  flags: {
    ...PRINT_FLAGS,
    ...FILE_FLAGS,
    ...CHANGE_FLAGS,
    'cluster-ip': { type: 'string' },
    labels: { type: 'string', short: 'l' },
    name: { type: 'string' },
    port: { type: 'string' },
    protocol: { type: 'string' },
    selector: { type: 'string' },
    'target-port': { type: 'string' },
    type: { type: 'string' },
  },
  run: async (session) => {
    const { flags } = session
    const { found, errors } = await findObjects(session, readResourceArgs(session.connect().registry, flags.args), {})
    throwAll(errors)
    const object = found[0]?.objects[0]
    if (object === undefined) throw failure('no objects passed to expose')
    const service = serviceFor(object, flags)
    if (flags.text('output') !== '') {
      await createFromObject(session, service, 'kubectl-expose')
      return
    }
    const definition = session.connect().registry.findKind('v1', 'Service')
    if (definition === undefined) throw failure('no matches for kind "Service" in version "v1"')
    const mode = dryRunOf(flags)
    if (mode !== 'client') {
      await session.request(
        (client) => client.create({ resource: definition, namespace: session.namespace }, service),
        changeOptions(session, 'kubectl-expose'),
      )
    }
    session.out(`${objectName(definition, service.metadata.name)} exposed${dryRunSuffix(mode)}\n`)
  },
}

type ExposeFlags = Parameters<Command['run']>[0]['flags']

const serviceFor = (object: AnyObject, flags: ExposeFlags) => {
  const selector = flags.given('selector') ? pairs(flags.text('selector')) : selectorOf(object)
  const numbers = flags.given('port') ? flags.text('port').split(',').map(Number) : portsOf(object)
  if (numbers.length === 0) throw failure("couldn't find port via --port flag or introspection")
  const target = flags.text('target-port')
  const ports = numbers.map((port, index) => ({
    port,
    protocol: flags.text('protocol') || 'TCP',
    targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
    ...(numbers.length > 1 ? { name: `port-${index + 1}` } : {}),
  }))
  const type = flags.text('type')
  const clusterIP = flags.text('cluster-ip')
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: flags.text('name') || object.metadata.name,
      labels: flags.given('labels') ? pairs(flags.text('labels')) : (object.metadata.labels ?? {}),
    },
    spec: { selector, ports, ...(type === '' ? {} : { type }), ...(clusterIP === '' ? {} : { clusterIP }) },
  }
}

interface Selectable {
  readonly selector?: Readonly<Record<string, unknown>>
  readonly template?: { readonly spec?: WithPorts }
}

interface WithPorts {
  readonly containers?: readonly { readonly ports?: readonly { readonly containerPort: number }[] }[]
}

const selectorOf = (object: AnyObject): Readonly<Record<string, unknown>> => {
  if (object.kind === 'Pod') {
    if (object.metadata.labels === undefined)
      throw failure(
        "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
      )
    return object.metadata.labels
  }
  const { selector } = (object['spec'] ?? {}) as Selectable
  if (selector === undefined) throw failure(`cannot expose a ${object.kind}`)
  const labels = selector['matchLabels']
  return typeof labels === 'object' && labels !== null ? (labels as Readonly<Record<string, unknown>>) : selector
}

const portsOf = (object: AnyObject): readonly number[] => {
  const spec = object['spec'] as
    (Selectable & WithPorts & { readonly ports?: readonly { readonly port: number }[] }) | undefined
  if (object.kind === 'Service') return (spec?.ports ?? []).map(({ port }) => port)
  const containers = spec?.template?.spec?.containers ?? spec?.containers ?? []
  return containers.flatMap(({ ports }) => (ports ?? []).map(({ containerPort }) => containerPort))
}

const pairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(text.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']))
