import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1.d.ts'
import { invalidPrinted, invalidValue, notSupported, required } from '../field-errors.ts'
import { resources } from '../resources.ts'
import type { FieldError } from '../types/api-error.ts'
import type { DeepReadonly, KubeObject, Stored } from '../types/object.ts'
import type { Strategy, WriteContext } from '../types/resource.ts'
import { type Fields, withChanged, withDefaults, withItems } from './with-defaults.ts'

export const serviceStrategy: Strategy = {
  nameRule: 'label-1035',
  defaults: (object) => withChanged(object, 'spec', specDefaults),
  prepareCreate: (object, context) =>
    ({ ...withAddresses(asService(object), context), status: { loadBalancer: {} } }) as KubeObject,
  prepareUpdate: (object, old, context) => withAddresses(keepAddresses(asService(object), asService(old)), context),
  validate: (object) => validate(asService(object)),
  validateUpdate: (object, old) => validateUpdate(asService(object), asService(old)),
  selectableFields: (object) => ({
    'spec.clusterIP': asService(object).spec?.clusterIP ?? '',
    'spec.type': asService(object).spec?.type ?? '',
  }),
}

const asService = (object: KubeObject): Stored<Service> => object as Stored<Service>

const specDefaults = (spec: Fields): Fields => {
  const complete = withDefaults(spec, { sessionAffinity: 'None', type: 'ClusterIP' })
  const ports = withItems(complete, 'ports', (port) => {
    const typed = withDefaults(port, { protocol: 'TCP' })
    return withDefaults(typed, { targetPort: typed['port'] })
  })
  if (ports['type'] === 'ExternalName') return ports
  return withDefaults(ports, {
    internalTrafficPolicy: 'Cluster',
    ...(isExposed(ports) ? { externalTrafficPolicy: 'Cluster' } : {}),
  })
}

const isExposed = (spec: Fields): boolean => spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer'

/** Gives a Service the cluster IP and the node ports that it needs and has not. */
const withAddresses = (service: Stored<Service>, context: WriteContext): KubeObject => {
  const spec = service.spec ?? {}
  if (spec.type === 'ExternalName') return service
  const others = (context.objects(resources.services) as readonly Stored<Service>[]).filter(
    (other) => other.metadata.uid !== service.metadata.uid,
  )
  const clusterIP = spec.clusterIP ?? freeClusterIp(others, context)
  const addressed = withDefaults(spec, {
    clusterIP,
    clusterIPs: [clusterIP],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
  })
  return {
    ...service,
    spec: isExposed(addressed) ? withNodePorts(addressed, others, context) : addressed,
  } as KubeObject
}

/** A replacement that leaves the address out keeps it. */
const keepAddresses = (service: Stored<Service>, old: Stored<Service>): Stored<Service> => {
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = old.spec ?? {}
  if (service.spec === undefined || service.spec.type === 'ExternalName' || clusterIP === undefined) return service
  const spec = withDefaults(service.spec, { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy })
  return spec === service.spec ? service : { ...service, spec }
}

/** The range 10.96.0.0/16; the first addresses are for the API server and DNS. */
const freeClusterIp = (others: readonly Stored<Service>[], { draw }: WriteContext): string => {
  const taken = new Set(others.map((other) => other.spec?.clusterIP))
  for (;;) {
    const address = `10.96.${draw(0, 255)}.${draw(11, 254)}`
    if (!taken.has(address)) return address
  }
}

const withNodePorts = (
  spec: DeepReadonly<ServiceSpec>,
  others: readonly Stored<Service>[],
  { draw }: WriteContext,
): DeepReadonly<ServiceSpec> => {
  const taken = new Set(others.flatMap((other) => (other.spec?.ports ?? []).map((port) => port.nodePort)))
  const free = (): number => {
    for (;;) {
      const port = draw(30_000, 32_767)
      if (taken.has(port)) continue
      taken.add(port)
      return port
    }
  }
  return withItems(spec, 'ports', (port) => (port['nodePort'] === undefined ? { ...port, nodePort: free() } : port))
}

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']

const validate = ({ spec }: Stored<Service>): readonly FieldError[] => {
  const errors: FieldError[] = []
  const ports = spec?.ports ?? []
  const isHeadless = spec?.clusterIP === 'None'
  if (spec?.type !== undefined && !TYPES.includes(spec.type)) errors.push(notSupported('spec.type', spec.type, TYPES))
  if (ports.length === 0 && !isHeadless && spec?.type !== 'ExternalName') errors.push(required('spec.ports'))
  if (spec?.type === 'ExternalName' && (spec.externalName ?? '') === '') errors.push(required('spec.externalName'))
  for (const [index, port] of ports.entries())
    errors.push(...validatePort(`spec.ports[${index}]`, port, ports.length > 1))
  return errors
}

const validatePort = (field: string, port: DeepReadonly<ServicePort>, needsName: boolean): readonly FieldError[] => {
  const errors: FieldError[] = []
  if (needsName && (port.name ?? '') === '') errors.push(required(`${field}.name`))
  const range = 'must be between 1 and 65535, inclusive'
  if (!isPort(port.port)) errors.push(invalidValue(`${field}.port`, port.port, range))
  if (typeof port.targetPort === 'number' && !isPort(port.targetPort)) {
    errors.push(invalidValue(`${field}.targetPort`, port.targetPort, range))
  }
  return errors
}

const isPort = (port: unknown): boolean => typeof port === 'number' && port >= 1 && port <= 65_535

const validateUpdate = ({ spec }: Stored<Service>, old: Stored<Service>): readonly FieldError[] => {
  const before = old.spec?.clusterIP
  if (before === undefined || spec?.type === 'ExternalName' || spec?.clusterIP === before) return []
  const printed = `[]string{${JSON.stringify(spec?.clusterIP ?? '')}}`
  return [invalidPrinted('spec.clusterIPs[0]', printed, 'may not change once set')]
}
