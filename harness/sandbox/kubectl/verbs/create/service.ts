import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import type { Flags, FlagSpecs } from '../../flags/types.ts'
import { creating } from './creating.ts'

type ServiceType = 'ClusterIP' | 'ExternalName' | 'LoadBalancer' | 'NodePort'

const TCP = { tcp: { type: 'strings' } } as const satisfies FlagSpecs

const creatingService = (
  type: ServiceType,
  flags: FlagSpecs,
  spec: (flags: Flags) => Readonly<Record<string, unknown>>,
  needed: readonly string[] = [],
): Command =>
  creating({
    summary: `Create ${type === 'ExternalName' ? 'an' : 'a'} ${type} service`,
    usage: 'NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
    flags,
    needed,
    complaint: `failed to create ${type} service:`,
    build: (session, name) => {
      const labels = { app: name }
      return {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, labels },
        spec: { type, selector: labels, ...spec(session.flags) },
      }
    },
  })

export const createClusterIpService = creatingService(
  'ClusterIP',
  { ...TCP, clusterip: { type: 'string' } },
  (flags) => {
    const address = flags.text('clusterip')
    if (address === 'None') return { clusterIP: 'None', ...portsOf(flags, false) }
    return { ...portsOf(flags, true), ...(address === '' ? {} : { clusterIP: address }) }
  },
)

export const createNodePortService = creatingService(
  'NodePort',
  { ...TCP, 'node-port': { type: 'int', initial: 0 } },
  (flags) => portsOf(flags, true, flags.int('node-port')),
)

export const createLoadBalancerService = creatingService('LoadBalancer', TCP, (flags) => portsOf(flags, true))

export const createExternalNameService = creatingService(
  'ExternalName',
  { ...TCP, 'external-name': { type: 'string' } },
  (flags) => ({ externalName: flags.text('external-name'), ...portsOf(flags, false) }),
  ['external-name'],
)

/** Ports of `--tcp=port:targetPort`. @throws {KubectlError} */
const portsOf = (flags: Flags, areNeeded: boolean, nodePort = 0): Readonly<Record<string, unknown>> => {
  const texts = flags.list('tcp')
  if (texts.length === 0) {
    if (areNeeded) throw failure('at least one tcp port specifier must be provided')
    return {}
  }
  const ports = texts.map((text) => {
    const [port = '', target = port] = text.split(':')
    const number = Number(port)
    if (!/^\d+$/.test(port)) throw failure(`strconv.Atoi: parsing "${port}": invalid syntax`)
    if (number > 65_535) throw failure('must be between 1 and 65535, inclusive')
    return {
      name: text.replaceAll(':', '-'),
      port: number,
      protocol: 'TCP',
      targetPort: /^\d+$/.test(target) ? Number(target) : target,
      ...(nodePort > 0 ? { nodePort } : {}),
    }
  })
  return { ports }
}
