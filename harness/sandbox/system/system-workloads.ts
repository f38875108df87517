import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import type { ClusterProfile } from './cluster-profile.ts'

/** What runs in every cluster beside the users' work: DNS, proxies, metrics, Chaos Mesh. */
export const installSystem = (client: ApiClient, profile: ClusterProfile): void => {
  deploy(client, 'kube-system', 'coredns', { 'k8s-app': 'kube-dns' }, profile.dnsReplicas, {
    name: 'coredns',
    image: 'registry.k8s.io/coredns/coredns:v1.11.3',
    resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
    ports: [
      { containerPort: 53, name: 'dns', protocol: 'UDP' },
      { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
      { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
    ],
  })
  client.create(
    { resource: resources.services, namespace: 'kube-system' },
    {
      metadata: {
        name: 'kube-dns',
        labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
      },
      spec: {
        clusterIP: '10.96.0.10',
        selector: { 'k8s-app': 'kube-dns' },
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
          { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
          { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
        ],
      },
    },
  )
  if (profile.metrics !== 'absent') {
    deploy(client, 'kube-system', 'metrics-server', { 'k8s-app': 'metrics-server' }, 1, {
      name: 'metrics-server',
      image: 'registry.k8s.io/metrics-server/metrics-server:v0.7.2',
      resources: { requests: { cpu: '100m', memory: '200Mi' } },
      ports: [{ containerPort: 10250, name: 'https', protocol: 'TCP' }],
    })
    client.create(
      { resource: resources.services, namespace: 'kube-system' },
      {
        metadata: { name: 'metrics-server', labels: { 'k8s-app': 'metrics-server' } },
        spec: {
          clusterIP: '10.96.0.11',
          selector: { 'k8s-app': 'metrics-server' },
          ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 'https' }],
        },
      },
    )
  }
  if (profile.proxyInPods) {
    onEveryNode(
      client,
      'kube-system',
      'kube-proxy',
      { 'k8s-app': 'kube-proxy' },
      {
        name: 'kube-proxy',
        image: `registry.k8s.io/kube-proxy:${profile.version}`,
        resources: {},
      },
    )
  }
  if (profile.chaosMesh !== 'running') return
  client.create({ resource: resources.namespaces }, { metadata: { name: 'chaos-mesh' } })
  deploy(
    client,
    'chaos-mesh',
    'chaos-controller-manager',
    { 'app.kubernetes.io/component': 'controller-manager', 'app.kubernetes.io/name': 'chaos-mesh' },
    1,
    {
      name: 'chaos-mesh',
      image: 'ghcr.io/chaos-mesh/chaos-mesh:v2.8.3',
      resources: { requests: { cpu: '25m', memory: '256Mi' } },
    },
  )
  onEveryNode(
    client,
    'chaos-mesh',
    'chaos-daemon',
    { 'app.kubernetes.io/component': 'chaos-daemon', 'app.kubernetes.io/name': 'chaos-mesh' },
    {
      name: 'chaos-daemon',
      image: 'ghcr.io/chaos-mesh/chaos-daemon:v2.8.3',
      resources: {},
    },
  )
}

type Labels = Readonly<Record<string, string>>

const deploy = (
  client: ApiClient,
  namespace: string,
  name: string,
  labels: Labels,
  replicas: number,
  container: object,
): void => {
  client.create({ resource: resources.deployments, namespace }, {
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [container], priorityClassName: 'system-cluster-critical' },
      },
    },
  } as never)
}

const onEveryNode = (client: ApiClient, namespace: string, name: string, labels: Labels, container: object): void => {
  const spec = {
    containers: [container],
    hostNetwork: true,
    priorityClassName: 'system-node-critical',
    tolerations: [{ operator: 'Exists' }],
  }
  client.create({ resource: resources.daemonSets, namespace }, {
    metadata: { name, labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  } as never)
}
