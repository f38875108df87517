import { beforeAll, describe, expect, it } from 'vitest'
import { anRng } from '../testing/an-rng.ts'
import { statusOf } from '../testing/a-sandbox.ts'
import { systemIdentity } from './api/identities.ts'
import { resources } from './api/resources.ts'
import { bootCluster, type KeptCluster, resumeCluster, type SandboxCluster } from './cluster.ts'
import type { StoredPod } from './controllers/base/pods.ts'
import { containerOf } from './kubelet/pod-runtime.ts'
import { DEFAULT_PROFILE } from './system/cluster-profile.ts'

const startMs = Date.UTC(2026, 0, 5, 8)
const optionsOf = (seed: string) => ({ rng: anRng(seed), startMs, profile: DEFAULT_PROFILE })

describe('a cluster that goes on from a booted one', () => {
  let booted: KeptCluster
  const resumed = (seed: string): SandboxCluster => resumeCluster(optionsOf(seed), booted)
  const admin = ({ server }: SandboxCluster) => server.as({ user: systemIdentity('kubernetes-admin') })
  const podsOf = (cluster: SandboxCluster): readonly StoredPod[] =>
    admin(cluster).list({ resource: resources.pods }).items

  beforeAll(() => {
    booted = bootCluster(optionsOf('boot'))
  })

  it('finds its pods as they were, and writes nothing in an hour', () => {
    const cluster = resumed('one')
    const before = booted.state.objects.filter(({ resource }) => resource.plural === 'pods')
    cluster.simulation.advance(3_600_000)
    expect(cluster.server.audit.latest()).toBe(0)
    expect(podsOf(cluster).map(statusOf)).toEqual(before.map(() => '1/1 Running 0'))
    expect(new Set(podsOf(cluster))).toEqual(new Set(before.map(({ object }) => object)))
  })

  it('has containers that went on: with their ids, times of start, use of resources and servers', () => {
    const cluster = resumed('two')
    const pod = podsOf(cluster).find(({ metadata }) => metadata.labels?.['k8s-app'] === 'kube-dns')!
    const runtime = cluster.kubelets.podOf(pod.metadata.uid)!
    const { instance } = containerOf(runtime, 'coredns')!
    const [status] = pod.status!.containerStatuses!
    expect(`containerd://${instance!.id}`).toBe(status!.containerID)
    expect(new Date(instance!.startedAtMs).toISOString().replace('.000', '')).toBe(status!.state!.running!.startedAt)
    const metrics = admin(cluster).list({ resource: { group: 'metrics.k8s.io', plural: 'pods' } }).items
    expect(metrics).toHaveLength(podsOf(cluster).length)
    expect(cluster.network.lookup(undefined, 'kube-dns.kube-system.svc.cluster.local')).toMatchObject({
      addresses: ['10.96.0.10'],
    })
  })

  it('gives new pods addresses of their own, and replaces and collects what it did not make itself', () => {
    const cluster = resumed('three')
    const client = admin(cluster)
    const dns = { resource: resources.deployments, namespace: 'kube-system', name: 'coredns' }
    client.patch(dns, { type: 'merge', body: { spec: { replicas: 6 } } })
    const [lost] = podsOf(cluster).filter(({ metadata }) => metadata.name.startsWith('metrics-server'))
    client.delete({ resource: resources.pods, namespace: 'kube-system', name: lost!.metadata.name })
    cluster.simulation.advance(60_000)
    const inRange = podsOf(cluster).filter(({ spec }) => spec?.hostNetwork !== true)
    expect(inRange).toHaveLength(8)
    expect(new Set(inRange.map(({ status }) => status?.podIP)).size).toBe(8)
    expect(inRange.map(statusOf)).toEqual(inRange.map(() => '1/1 Running 0'))
    client.delete(dns)
    cluster.simulation.advance(60_000)
    expect(podsOf(cluster).filter(({ metadata }) => metadata.name.startsWith('coredns'))).toEqual([])
    const slices = client.list({ resource: resources.endpointSlices, namespace: 'kube-system' }).items
    const ofDns = slices.filter(({ metadata }) => metadata.name.startsWith('kube-dns-'))
    expect(ofDns.map(({ endpoints }) => endpoints)).toEqual([[]])
  })

  it('is the same from the same seed, whatever clusters went on before, and another one from another seed', () => {
    const history = (seed: string): string => {
      const cluster = resumed(seed)
      admin(cluster).create({ resource: resources.namespaces }, { metadata: { name: 'shop' } })
      admin(cluster).create(
        { resource: resources.pods, namespace: 'shop' },
        { metadata: { name: 'web' }, spec: { containers: [{ name: 'web', image: 'nginx:1.27-alpine' }] } },
      )
      cluster.simulation.advance(20_000)
      return JSON.stringify(cluster.server.state())
    }
    const first = history('four')
    expect(history('five')).not.toBe(first)
    expect(history('four')).toBe(first)
    expect(JSON.stringify(bootCluster(optionsOf('boot')))).toBe(JSON.stringify(booted))
  })

  it('serves custom kinds as before', () => {
    const client = admin(resumed('six'))
    const resource = { group: 'chaos-mesh.org', plural: 'stresschaos' }
    expect(() =>
      client.create({ resource, namespace: 'default' }, { metadata: { name: 'x' }, spec: { mode: 3 } }),
    ).toThrow(/spec/)
    expect(client.list({ resource, namespace: 'default' }).items).toEqual([])
  })
})
