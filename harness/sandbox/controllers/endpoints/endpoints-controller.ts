import type { Service } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { Stored } from '../../api/types/object.ts'
import type { ObjectRef } from '../../api/types/request.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { keyOf, splitKey } from '../base/informer.ts'
import { createLabelIndex } from '../base/label-index.ts'
import { hasLabels } from '../base/labels.ts'
import { isFinished, podCondition, type StoredPod } from '../base/pods.ts'
import { randomSuffix } from '../base/random-suffix.ts'
import { isSame } from '../base/same.ts'
import { createWorkQueue } from '../base/work-queue.ts'
import { endpointSubsets } from './endpoint-subsets.ts'
import { type Backend, backendsOf } from './service-backends.ts'
import { keptByPod } from './kept-by-pod.ts'
import { createTriggerTimes } from './trigger-times.ts'

/** Keeps an Endpoints object and an EndpointSlice beside every Service with a selector. */
export const startEndpointsController = ({ simulation, server, informers, rng }: Control): void => {
  const client = controlClient(
    server,
    'system:serviceaccount:kube-system:endpoint-controller',
    'kube-controller-manager',
  )
  const chance = rng.fork('endpoint-controller')
  const slices = new Map<string, string>()
  // What was written before this controller was started is its own, too.
  for (const { metadata } of client.list({ resource: resources.endpointSlices }).items) {
    const service = metadata.labels?.['kubernetes.io/service-name']
    if (service !== undefined) slices.set(`${metadata.namespace ?? ''}/${service}`, metadata.name)
  }
  const triggers = createTriggerTimes()
  const pods = createLabelIndex(informers.pods)
  const queue = createWorkQueue(
    { simulation, rng: chance.fork('queue') },
    { latencyMs: [6, 24], reconcile: (key) => reconcile(key) },
  )

  informers.services.onChange(({ object }) => queue.add(keyOf(object)))
  informers.pods.onChange(({ type, object, old }) => {
    if (type === 'MODIFIED' && old !== undefined && !concernsEndpoints(old, object)) return
    for (const service of informers.services.inNamespace(object.metadata.namespace ?? '')) {
      const selector = service.spec?.selector
      if (selector === undefined) continue
      if (
        hasLabels(object.metadata.labels, selector) ||
        (old !== undefined && hasLabels(old.metadata.labels, selector))
      )
        queue.add(keyOf(service))
    }
  })

  const reconcile = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const service = informers.services.get(namespace, name)
    if (service === undefined) return remove(key)
    if (service.spec?.selector === undefined || service.metadata.deletionTimestamp !== undefined) return
    const selected = pods.carrying(namespace, service.spec.selector)
    const backends = backendsOf(service, selected)
    writeEndpoints(service, backends, triggers.of(service, selected))
    writeSlice(service, backends)
  }

  const remove = (key: string): void => {
    const { namespace, name } = splitKey(key)
    const slice = slices.get(key)
    slices.delete(key)
    triggers.forget(key)
    const refs: readonly ObjectRef[] = [
      { resource: resources.endpoints, namespace, name },
      ...(slice === undefined ? [] : [{ resource: resources.endpointSlices, namespace, name: slice }]),
    ]
    for (const ref of refs) {
      if (client.find(ref) !== undefined) client.delete(ref)
    }
  }

  const writeEndpoints = (
    service: Stored<Service>,
    backends: readonly Backend[],
    trigger: string | undefined,
  ): void => {
    const { namespace, name } = service.metadata
    const ref = { resource: resources.endpoints, namespace, name }
    const current = client.find(ref)
    const hasPorts = (service.spec?.ports ?? []).length > 0
    const stored = (current?.subsets ?? []).flatMap((subset) => [
      ...(subset.addresses ?? []),
      ...(subset.notReadyAddresses ?? []),
    ])
    const subsets = endpointSubsets(backends, hasPorts, keptByPod(stored))
    const labels = service.metadata.labels
    const isCurrent =
      current !== undefined &&
      isSame(subsets, current.subsets ?? []) &&
      isSame(labels ?? {}, current.metadata.labels ?? {})
    if (isCurrent) return
    const object = {
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels === undefined ? {} : { labels }),
        ...(trigger === undefined
          ? {}
          : { annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': trigger } }),
      },
      ...(subsets.length === 0 ? {} : { subsets }),
    }
    if (current === undefined) client.create(ref, object)
    else client.update(ref, object)
  }

  const writeSlice = (service: Stored<Service>, backends: readonly Backend[]): void => {
    const { namespace, name, uid } = service.metadata
    const key = keyOf(service)
    const known = slices.get(key)
    const current =
      known === undefined ? undefined : client.find({ resource: resources.endpointSlices, namespace, name: known })
    const object = {
      metadata: {
        ...(known === undefined ? { generateName: `${name}-` } : { name: known }),
        labels: {
          ...service.metadata.labels,
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          'kubernetes.io/service-name': name,
        },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name, uid, controller: true, blockOwnerDeletion: true }],
      },
      addressType: 'IPv4',
      endpoints: backends.map(sliceEndpoint).map(keptByPod(current?.endpoints ?? [])),
      ports: slicePorts(service, backends),
    }
    if (current === undefined) {
      const stored = client.create(
        { resource: resources.endpointSlices, namespace },
        { ...object, metadata: { ...object.metadata, name: `${name}-${randomSuffix(chance)}` } },
      )
      slices.set(key, stored.metadata.name)
    } else if (!isSame(object.endpoints, current.endpoints) || !isSame(object.ports, current.ports ?? [])) {
      client.update({ resource: resources.endpointSlices, namespace, name: current.metadata.name }, object)
    }
  }
}

const concernsEndpoints = (old: StoredPod, pod: StoredPod): boolean =>
  old.spec?.nodeName !== pod.spec?.nodeName ||
  old.status?.podIP !== pod.status?.podIP ||
  podCondition(old, 'Ready')?.status !== podCondition(pod, 'Ready')?.status ||
  isFinished(old) !== isFinished(pod) ||
  old.metadata.labels !== pod.metadata.labels ||
  old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp

const sliceEndpoint = ({ pod, address, ready }: Backend) => {
  const terminating = pod.metadata.deletionTimestamp !== undefined
  return {
    addresses: [address],
    conditions: { ready: ready && !terminating, serving: ready, terminating },
    ...(pod.spec?.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', name: pod.metadata.name, namespace: pod.metadata.namespace ?? '', uid: pod.metadata.uid },
  }
}

const slicePorts = (service: Stored<Service>, backends: readonly Backend[]) => {
  const served = backends.find((backend) => backend.ports.length > 0)?.ports
  if (served !== undefined) return served
  return (service.spec?.ports ?? [])
    .filter((port) => typeof port.targetPort !== 'string')
    .map(({ name = '', port, targetPort, protocol = 'TCP' }) => ({ name, port: Number(targetPort ?? port), protocol }))
}
