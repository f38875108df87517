import type { AnyObject } from '../../api/types/object.ts'
import type { Command } from '../command.ts'
import { createFromObject } from '../edit/create-object.ts'
import { failure, NOTHING_GIVEN, throwAll } from '../errors.ts'
import { CREATE_FLAGS, FILE_FLAGS } from '../flags/global.ts'
import { findObjects } from '../select/find-objects.ts'
import { readResourceArgs } from '../select/resource-args.ts'
import { selectFromFiles } from '../select/select-from-files.ts'

export const expose: Command = {
  summary: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  usage:
    '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--type=type]',
  flags: {
    ...CREATE_FLAGS,
    ...FILE_FLAGS,
    'cluster-ip': { type: 'string' },
    'external-ip': { type: 'string' },
    labels: { type: 'string', short: 'l' },
    name: { type: 'string' },
    port: { type: 'string' },
    protocol: { type: 'string' },
    selector: { type: 'string' },
    'session-affinity': { type: 'string' },
    'target-port': { type: 'string' },
    type: { type: 'string' },
  },
  run: async (session) => {
    const { flags } = session
    if (flags.args.length === 0 && flags.list('filename').length === 0) throw failure(NOTHING_GIVEN)
    const { found, errors } =
      flags.list('filename').length > 0
        ? await selectFromFiles(session)
        : await findObjects(session, readResourceArgs(session.connect().registry, flags.args), {})
    throwAll(errors)
    const object = found[0]?.objects[0]
    if (object === undefined) throw failure('no objects passed to expose')
    const service = serviceFor(object, flags)
    await createFromObject(session, service, 'kubectl-expose', undefined, 'exposed')
  },
}

type ExposeFlags = Parameters<Command['run']>[0]['flags']

const serviceFor = (object: AnyObject, flags: ExposeFlags) => {
  const selector = flags.given('selector') ? pairs(flags.text('selector')) : selectorOf(object)
  const numbers = flags.given('port') ? flags.text('port').split(',').map(Number) : portsOf(object)
  if (numbers.length === 0) {
    throw failure("couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help and examples")
  }
  const target = flags.text('target-port')
  const ports = numbers.map((port, index) => ({
    port,
    protocol: flags.text('protocol') || 'TCP',
    targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
    ...(numbers.length > 1 ? { name: `port-${index + 1}` } : {}),
  }))
  const type = flags.text('type')
  const clusterIP = flags.text('cluster-ip')
  const affinity = flags.text('session-affinity')
  const externalIp = flags.text('external-ip')
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: flags.text('name') || object.metadata.name,
      labels: flags.given('labels') ? pairs(flags.text('labels')) : (object.metadata.labels ?? {}),
    },
    spec: {
      selector,
      ports,
      ...(type === '' ? {} : { type }),
      ...(clusterIP === '' ? {} : { clusterIP }),
      ...(affinity === '' ? {} : { sessionAffinity: affinity }),
      ...(externalIp === '' ? {} : { externalIPs: [externalIp] }),
    },
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
