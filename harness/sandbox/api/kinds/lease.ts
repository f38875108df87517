import type { Lease } from 'kubernetes-types/coordination/v1.d.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { lastBeat } from './last-beat.ts'

export const leaseStrategy: Strategy = {
  // Kubelets renew every ten seconds; nothing is stored for it.
  presented: (object, nowMs) => {
    const { metadata, spec } = object as Stored<Lease>
    if (metadata.namespace !== NODE_LEASES || spec?.renewTime === undefined) return object
    const micros = /\.\d{3}(\d{3})Z$/.exec(spec.renewTime)?.[1] ?? '000'
    const renewTime = `${lastBeat(spec.renewTime, RENEW_MS, nowMs).slice(0, 23)}${micros}Z`
    return { ...object, spec: { ...spec, renewTime } } as KubeObject
  },
}

const NODE_LEASES = 'kube-node-lease'
const RENEW_MS = 10_000
