import { type ClusterProfile, DEFAULT_PROFILE } from './cluster-profile.ts'
import { recordedImages } from './recorded-images.ts'

/**
 * The cluster on which the sessions in `testdata/` were recorded: one node, just made, with CoreDNS and metrics-server in pods, the
 * proxy outside of them, and the kinds of Chaos Mesh without anything that acts on them.
 */
export const RECORDED_PROFILE: ClusterProfile = {
  ...DEFAULT_PROFILE,
  nodes: [
    {
      name: 'node1',
      cpu: 2,
      memoryKiB: 24_684_096,
      address: '10.240.0.10',
      podCidr: '10.244.0.0/24',
      kernel: '6.18.44-fc-v595',
      runtime: 'containerd://2.1.9+unknown',
      cgroups: 1,
      storageBytes: 267_847_642_337,
    },
  ],
  ageMs: 40_000,
  // The newer nginx was pulled during the session.
  images: DEFAULT_PROFILE.images.filter((image) => image !== 'nginx:1.28-alpine'),
  standIns: recordedImages(),
  chaosMesh: 'kinds',
  dnsReplicas: 1,
  proxyInPods: false,
}
