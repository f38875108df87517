import { configMapStrategy, secretStrategy } from './config.ts'
import { endpointsStrategy } from './endpoints.ts'
import { eventStrategy } from './event.ts'
import { limitRangeStrategy } from './limit-range.ts'
import { namespaceStrategy } from './namespace.ts'
import { nodeStrategy } from './node.ts'
import { podStrategy } from './pod.ts'
import { serviceStrategy } from './service.ts'
import { persistentVolumeClaimStrategy, persistentVolumeStrategy } from './volumes.ts'
import type { Row } from './row.ts'
import { ALL, SCALABLE, STATUS } from './served-parts.ts'

/** The kinds of the core group. */
export const coreKinds = (): readonly Row[] => [
  { at: 'v1', kind: 'ConfigMap', plural: 'configmaps', short: ['cm'], strategy: configMapStrategy },
  { at: 'v1', kind: 'Endpoints', plural: 'endpoints', short: ['ep'], strategy: endpointsStrategy },
  { at: 'v1', kind: 'Event', plural: 'events', short: ['ev'], strategy: eventStrategy },
  { at: 'v1', kind: 'LimitRange', plural: 'limitranges', short: ['limits'], strategy: limitRangeStrategy },
  {
    at: 'v1',
    kind: 'Namespace',
    plural: 'namespaces',
    short: ['ns'],
    namespaced: false,
    subresources: { status: true, others: ['finalize'] },
    strategy: namespaceStrategy,
  },
  {
    at: 'v1',
    kind: 'Node',
    plural: 'nodes',
    short: ['no'],
    namespaced: false,
    subresources: { status: true, statusOnCreate: true, others: ['proxy'] },
    strategy: nodeStrategy,
  },
  {
    at: 'v1',
    kind: 'PersistentVolumeClaim',
    plural: 'persistentvolumeclaims',
    short: ['pvc'],
    subresources: STATUS,
    strategy: persistentVolumeClaimStrategy,
  },
  {
    at: 'v1',
    kind: 'PersistentVolume',
    plural: 'persistentvolumes',
    short: ['pv'],
    namespaced: false,
    subresources: STATUS,
    strategy: persistentVolumeStrategy,
  },
  {
    at: 'v1',
    kind: 'Pod',
    plural: 'pods',
    short: ['po'],
    categories: ALL,
    subresources: { status: true, others: POD_SUBRESOURCES },
    strategy: podStrategy,
  },
  {
    at: 'v1',
    kind: 'ReplicationController',
    plural: 'replicationcontrollers',
    short: ['rc'],
    categories: ALL,
    subresources: SCALABLE,
    generations: true,
  },
  { at: 'v1', kind: 'ResourceQuota', plural: 'resourcequotas', short: ['quota'], subresources: STATUS },
  { at: 'v1', kind: 'Secret', plural: 'secrets', strategy: secretStrategy },
  { at: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', short: ['sa'], subresources: { others: ['token'] } },
  {
    at: 'v1',
    kind: 'Service',
    plural: 'services',
    short: ['svc'],
    categories: ALL,
    subresources: { status: true, others: ['proxy'] },
    strategy: serviceStrategy,
  },
]

const POD_SUBRESOURCES = ['log', 'exec', 'attach', 'portforward', 'eviction', 'binding', 'ephemeralcontainers'] as const
