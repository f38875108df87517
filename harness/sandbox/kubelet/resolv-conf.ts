import type { StoredPod } from '../controllers/base/pods.ts'

/** The resolver's configuration of a pod, from its `dnsPolicy` and `dnsConfig`. */
export const resolvConf = (pod: StoredPod): string => {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork } = pod.spec ?? {}
  const namespace = pod.metadata.namespace ?? 'default'
  const isCluster = dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && hostNetwork !== true)
  const base = isCluster
    ? {
        searches: [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'],
        servers: [CLUSTER_DNS],
        options: ['ndots:5'],
      }
    : dnsPolicy === 'None'
      ? { searches: [], servers: [], options: [] }
      : { searches: [], servers: [HOST_DNS], options: [] }
  const searches = [...base.searches, ...(dnsConfig?.searches ?? [])]
  const options = [
    ...base.options,
    ...(dnsConfig?.options ?? []).map(({ name, value }) => (value === undefined ? (name ?? '') : `${name}:${value}`)),
  ]
  return [
    ...(searches.length === 0 ? [] : [`search ${searches.join(' ')}`]),
    ...[...base.servers, ...(dnsConfig?.nameservers ?? [])].map((server) => `nameserver ${server}`),
    ...(options.length === 0 ? [] : [`options ${options.join(' ')}`]),
    '',
  ].join('\n')
}

/** The name server that a pod asks first. */
export const nameServerOf = (pod: StoredPod): string => /^nameserver (\S+)/m.exec(resolvConf(pod))?.[1] ?? '127.0.0.1'

/** The cluster's DNS Service. */
export const CLUSTER_DNS = '10.96.0.10'
/** What the nodes ask. */
export const HOST_DNS = '10.240.0.2'
