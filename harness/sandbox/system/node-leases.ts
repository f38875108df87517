import type { Lease } from 'kubernetes-types/coordination/v1.d.ts'
import type { Node } from 'kubernetes-types/core/v1.d.ts'
import type { Rng } from '../../ports/rng.ts'
import { deepFreeze } from '../api/merge/json.ts'
import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import type { KubeObject, Stored } from '../api/types/object.ts'
import type { Resource } from '../api/types/resource.ts'
import type { StoredState } from '../api/types/stored-state.ts'
import { microTimestamp, timestamp } from '../controllers/base/timestamp.ts'

/** Brings what the kubelets report regularly up to date: a status within the last five minutes, a lease within the last ten seconds. */
export const renewNodes = (client: ApiClient, rng: Rng, nowMs: number): void => {
  for (const node of client.list({ resource: resources.nodes }).items) {
    const { name, uid } = node.metadata
    client.update({ resource: resources.nodes, name }, withHeartbeat(node, rng, nowMs), 'status')
    client.create(
      { resource: resources.leases, namespace: NODE_LEASES },
      {
        metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
        spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: renewTime(rng, nowMs) },
      },
    )
  }
}

/** The same on what is stored, before a server serves it: the beats of each cluster that goes on from it are its own. */
export const withOwnBeats = ({ version, objects }: StoredState, rng: Rng, nowMs: number): StoredState => ({
  version,
  objects: objects.map(({ resource, object }) => ({ resource, object: renewed(resource, object, rng, nowMs) })),
})

const renewed = (resource: Resource, object: KubeObject, rng: Rng, nowMs: number): KubeObject => {
  if (resource.plural === resources.nodes.plural && resource.group === '')
    return deepFreeze(withHeartbeat(object as Stored<Node>, rng, nowMs)) as KubeObject
  if (resource.plural !== resources.leases.plural || object.metadata.namespace !== NODE_LEASES) return object
  const lease = object as Stored<Lease>
  return deepFreeze({ ...lease, spec: { ...lease.spec, renewTime: renewTime(rng, nowMs) } }) as KubeObject
}

const NODE_LEASES = 'kube-node-lease'

const withHeartbeat = (node: Stored<Node>, rng: Rng, nowMs: number): Stored<Node> => {
  const lastHeartbeatTime = timestamp(nowMs - rng.int(5_000, 290_000))
  const conditions = (node.status?.conditions ?? []).map((condition) => ({ ...condition, lastHeartbeatTime }))
  return { ...node, status: { ...node.status, conditions } }
}

const renewTime = (rng: Rng, nowMs: number): string => microTimestamp(nowMs - rng.int(500, 9_500))
