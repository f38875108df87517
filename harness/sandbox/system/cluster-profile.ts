import type { ImageBehaviour } from '../images/types.ts'

/** What a simulated cluster is made of. */
export interface ClusterProfile {
  readonly version: string
  readonly nodes: readonly NodeProfile[]
  /** How long the cluster has existed when it is opened. */
  readonly ageMs: number
  /** Chaos Mesh: installed, only its kinds (nothing acts on them), or not at all. */
  readonly chaosMesh: 'running' | 'kinds' | 'absent'
  /** Default: metrics-server runs, and `metrics.k8s.io` is served. */
  readonly metrics?: 'absent'
  /** How many pods answer DNS. */
  readonly dnsReplicas: number
  /** Whether kube-proxy runs in pods, rather than beside the kubelet. */
  readonly proxyInPods: boolean
  /** Images that every node holds from the beginning. */
  readonly images: readonly string[]
  /** Images that its registries have instead of the usual ones of those names; default: none. */
  readonly standIns?: readonly ImageBehaviour[]
}

export interface NodeProfile {
  readonly name: string
  readonly cpu: number
  readonly memoryKiB: number
  readonly address: string
  readonly podCidr: string
  readonly kernel: string
  /** The container runtime, as nodes report it. */
  readonly runtime: string
  /** Version of control groups. */
  readonly cgroups: 1 | 2
  /** What pods may use of its disk, bytes. */
  readonly storageBytes: number
}

/** Three nodes, a month old, with Chaos Mesh. */
export const DEFAULT_PROFILE: ClusterProfile = {
  version: 'v1.32.13',
  nodes: [1, 2, 3].map((number) => ({
    name: `node${number}`,
    cpu: 4,
    memoryKiB: 16_384_000,
    address: `10.240.0.${9 + number}`,
    podCidr: `10.244.${number - 1}.0/24`,
    kernel: '6.1.0-27-amd64',
    runtime: 'containerd://2.1.9',
    cgroups: 2,
    storageBytes: 243_497_856_614,
  })),
  ageMs: 30 * 86_400_000,
  chaosMesh: 'running',
  dnsReplicas: 2,
  proxyInPods: true,
  images: [
    'nginx:1.27-alpine',
    'nginx:1.28-alpine',
    'httpd:2.4-alpine',
    'busybox:1.36',
    'curlimages/curl:8.11.0',
    'registry.k8s.io/coredns/coredns:v1.11.3',
    'registry.k8s.io/kube-proxy:v1.32.13',
    'registry.k8s.io/metrics-server/metrics-server:v0.7.2',
    'registry.k8s.io/pause:3.10',
    'ghcr.io/chaos-mesh/chaos-mesh:v2.8.3',
    'ghcr.io/chaos-mesh/chaos-daemon:v2.8.3',
  ],
}
