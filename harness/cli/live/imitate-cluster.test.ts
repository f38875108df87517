import { expect, it } from 'vitest'
import { SandboxSettings } from '../../sandbox/profiles/sandbox-settings.ts'
import { imitateCluster } from './imitate-cluster.ts'

const aProfile = {
  kubernetesVersion: 'v1.31.4+k3s1',
  chaosMeshImage: '',
  nodes: [
    { name: 'a', cpu: '7910m', memory: '32934500Ki', kubeletVersion: 'v1.31.4', containerRuntime: 'containerd://1.7' },
    { name: 'b', cpu: '8', memory: '31Gi', kubeletVersion: 'v1.31.4', containerRuntime: 'containerd://1.7' },
  ],
  capabilities: { metrics: false, tools: ['kubectl'] },
  latency: { commandMs: 40, kubectlMs: 190 },
}

it('makes settings of a sandbox out of a cluster’s profile', () => {
  expect(SandboxSettings.parse(imitateCluster(aProfile, 'lab.json'))).toMatchObject({
    kubernetes: 'v1.31.4',
    nodes: { count: 2, cpu: 8, memory_gib: 31 },
    metrics_server: false,
    chaos_mesh: 'absent',
    links: { round_trip_ms: 40, request_ms: 150 },
  })
})

it.each([
  ['3900m', '16G', 4, 15],
  ['1.5', '1536Mi', 2, 2],
  ['64', '270508359680', 64, 252],
])('reads the size of a node however it is written: %s, %s', (cpu, memory, cores, gib) => {
  const [node] = aProfile.nodes
  expect(imitateCluster({ ...aProfile, nodes: [{ ...node, cpu, memory }] }, 'lab.json')?.nodes).toMatchObject({
    cpu: cores,
    memory_gib: gib,
  })
})

it('does not guess one that is no quantity', () => {
  const [node] = aProfile.nodes
  expect(() => imitateCluster({ ...aProfile, nodes: [{ ...node, memory: 'much' }] }, 'lab.json')).toThrow(RangeError)
})

it('leaves other documents alone', () => {
  expect(imitateCluster({ name: 'plain', description: 'x' }, 'plain.yaml')).toBeUndefined()
})
