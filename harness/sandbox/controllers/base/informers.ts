import { resources } from '../../api/resources.ts'
import type { ApiServer } from '../../api/types/api-server.ts'
import { controlClient } from './control-client.ts'
import { createInformer, type Informer } from './informer.ts'
import type {
  ConfigMap,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Secret,
  Service,
} from 'kubernetes-types/core/v1.d.ts'
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.d.ts'

/** The kinds that several control loops watch, each watched once. */
export interface Informers {
  readonly configMaps: Informer<ConfigMap>
  readonly deployments: Informer<Deployment>
  readonly namespaces: Informer<Namespace>
  readonly nodes: Informer<Node>
  readonly persistentVolumeClaims: Informer<PersistentVolumeClaim>
  readonly persistentVolumes: Informer<PersistentVolume>
  readonly pods: Informer<Pod>
  readonly replicaSets: Informer<ReplicaSet>
  readonly secrets: Informer<Secret>
  readonly services: Informer<Service>
}

export const createInformers = (server: ApiServer): Informers => {
  const client = controlClient(server, 'system:kube-controller-manager', 'kube-controller-manager')
  return {
    configMaps: createInformer(client, resources.configMaps),
    deployments: createInformer(client, resources.deployments),
    namespaces: createInformer(client, resources.namespaces),
    nodes: createInformer(client, resources.nodes),
    persistentVolumeClaims: createInformer(client, resources.persistentVolumeClaims),
    persistentVolumes: createInformer(client, resources.persistentVolumes),
    pods: createInformer(client, resources.pods),
    replicaSets: createInformer(client, resources.replicaSets),
    secrets: createInformer(client, resources.secrets),
    services: createInformer(client, resources.services),
  }
}
