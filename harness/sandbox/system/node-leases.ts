import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import { microTimestamp, timestamp } from '../controllers/base/timestamp.ts'
import type { Rng } from '../../ports/rng.ts'

/** Brings what the kubelets report regularly up to date: a status within the last five minutes, a lease within the last ten seconds. */
export const renewNodes = (client: ApiClient, rng: Rng, nowMs: number): void => {
  for (const node of client.list({ resource: resources.nodes }).items) {
    const { name, uid } = node.metadata
    const lastHeartbeatTime = timestamp(nowMs - rng.int(5_000, 290_000))
    const conditions = (node.status?.conditions ?? []).map((condition) => ({ ...condition, lastHeartbeatTime }))
    client.update({ resource: resources.nodes, name }, { ...node, status: { ...node.status, conditions } }, 'status')
    client.create(
      { resource: resources.leases, namespace: 'kube-node-lease' },
      {
        metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
        spec: {
          holderIdentity: name,
          leaseDurationSeconds: 40,
          renewTime: microTimestamp(nowMs - rng.int(500, 9_500)),
        },
      },
    )
  }
}
