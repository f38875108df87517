import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import { findImage, imageId, readImageReference } from '../images/image-reference.ts'
import { healthyConditions } from '../kubelet/report-node.ts'
import type { Rng } from '../../ports/rng.ts'
import type { ClusterProfile, NodeProfile } from './cluster-profile.ts'

/** Registers the nodes of a profile, each as its kubelet would. */
export const registerNodes = (client: ApiClient, profile: ClusterProfile, rng: Rng, nowMs: number): void => {
  const images = profile.images.map(describeImage)
  for (const node of profile.nodes) {
    client.create({ resource: resources.nodes }, nodeObject(node, profile.version, images, rng, nowMs))
  }
}

const nodeObject = (node: NodeProfile, version: string, images: readonly object[], rng: Rng, nowMs: number) => {
  const machine = uuid(rng)
  const capacity = {
    cpu: String(node.cpu),
    'ephemeral-storage': '264212084Ki',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: `${node.memoryKiB}Ki`,
    pods: '110',
  }
  return {
    metadata: {
      name: node.name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
      },
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: { podCIDR: node.podCidr, podCIDRs: [node.podCidr] },
    status: {
      addresses: [
        { address: node.address, type: 'InternalIP' },
        { address: node.name, type: 'Hostname' },
      ],
      allocatable: {
        ...capacity,
        'ephemeral-storage': String(node.storageBytes),
        memory: `${node.memoryKiB - 102_400}Ki`,
      },
      capacity,
      conditions: healthyConditions(nowMs),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      images,
      nodeInfo: {
        architecture: 'amd64',
        bootID: uuid(rng),
        containerRuntimeVersion: node.runtime,
        kernelVersion: node.kernel,
        kubeProxyVersion: version,
        kubeletVersion: version,
        machineID: machine.replaceAll('-', ''),
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        systemUUID: machine,
      },
    },
  }
}

const describeImage = (text: string) => {
  const found = findImage(text)
  return {
    names: [imageId(text), readImageReference(text).canonical],
    sizeBytes: 'image' in found ? found.image.sizeBytes : 0,
  }
}

const uuid = (rng: Rng): string => {
  const hex = (digits: number): string => Array.from({ length: digits }, () => rng.int(0, 15).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`
}
