import { goDurationMs } from '../duration.ts'
import type { ChaosSpec } from '../types.ts'
import { dnsComplaint } from './dns.ts'
import { httpComplaint } from './http.ts'
import { ioComplaint } from './io.ts'
import { networkComplaint } from './network.ts'
import { selectorComplaint } from './selector.ts'
import { stressComplaint } from './stress.ts'
import { timeComplaint } from './time.ts'

/**
 * What is wrong with the spec of a chaos: what Chaos Mesh's webhooks refuse, and, by name, what the sandbox cannot act out. Whatever gets
 * past has its effect. Types, enumerations and bounds were held by the fields of the kind before (`harness/domain/chaos-fields.ts`).
 */
export const specComplaint = (kind: string, spec: ChaosSpec): string | undefined => {
  const ownComplaint = COMPLAINTS[kind]
  if (ownComplaint === undefined)
    return `the sandbox does not act out ${kind}, only ${Object.keys(COMPLAINTS).join(', ')}`
  return generalComplaint(spec) ?? ownComplaint(spec)
}

const generalComplaint = ({
  mode,
  value,
  duration,
  remoteCluster,
  selector,
  target,
}: ChaosSpec): string | undefined => {
  if (mode !== 'one' && mode !== 'all' && Number.isNaN(Number(value ?? 'none')))
    return `spec.value: Invalid value: "${value ?? ''}": cannot parse value field as number`
  if (duration !== undefined && goDurationMs(duration) === undefined)
    return `spec.duration: Invalid value: "${duration}": parse duration field error`
  if (remoteCluster !== undefined && remoteCluster !== '')
    return 'spec.remoteCluster: the sandbox is one cluster; leave it out'
  return (
    selectorComplaint('spec.selector', selector) ??
    (typeof target === 'object' ? selectorComplaint('spec.target.selector', target.selector) : undefined)
  )
}

const podComplaint = ({ action, containerNames = [] }: ChaosSpec): string | undefined =>
  action === 'container-kill' && containerNames.length === 0
    ? 'spec.containerNames: Required value: the name of container is required on container-kill action'
    : undefined

/** What each kind that the sandbox acts out complains of by itself. */
const COMPLAINTS: Readonly<Record<string, (spec: ChaosSpec) => string | undefined>> = {
  StressChaos: stressComplaint,
  NetworkChaos: networkComplaint,
  PodChaos: podComplaint,
  HTTPChaos: httpComplaint,
  DNSChaos: dnsComplaint,
  IOChaos: ioComplaint,
  TimeChaos: timeComplaint,
}
