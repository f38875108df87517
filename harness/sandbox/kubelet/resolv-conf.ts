import type { StoredPod } from '../controllers/base/pods.ts'

/** The resolver's configuration of a pod, from its `dnsPolicy` and `dnsConfig`. */
export const resolvConf = (pod: StoredPod): string => {
  const { dnsConfig } = pod.spec ?? {}
  const namespace = pod.metadata.namespace ?? 'default'
  const isCluster = asksCluster(pod)
  const searches = [
    ...(isCluster ? [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'] : []),
    ...(dnsConfig?.searches ?? []),
  ]
  const options = [
    ...(isCluster ? ['ndots:5'] : []),
    ...(dnsConfig?.options ?? []).map(({ name, value }) => (value === undefined ? (name ?? '') : `${name}:${value}`)),
  ]
  return [
    ...(searches.length === 0 ? [] : [`search ${searches.join(' ')}`]),
    ...nameServers(pod).map((server) => `nameserver ${server}`),
    ...(options.length === 0 ? [] : [`options ${options.join(' ')}`]),
    '',
  ].join('\n')
}

/** The name server that a pod asks first. */
export const nameServerOf = (pod: StoredPod): string => nameServers(pod)[0] ?? '127.0.0.1'

const nameServers = (pod: StoredPod): readonly string[] => {
  const { dnsPolicy, dnsConfig } = pod.spec ?? {}
  const base = asksCluster(pod) ? [CLUSTER_DNS] : dnsPolicy === 'None' ? [] : [HOST_DNS]
  return [...base, ...(dnsConfig?.nameservers ?? [])]
}

const asksCluster = ({ spec }: StoredPod): boolean => {
  const { dnsPolicy = 'ClusterFirst', hostNetwork } = spec ?? {}
  return dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && hostNetwork !== true)
}

/** The cluster's DNS Service. */
export const CLUSTER_DNS = '10.96.0.10'
/** What the nodes ask. */
export const HOST_DNS = '10.240.0.2'
