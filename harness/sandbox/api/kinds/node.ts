import type { Node } from 'kubernetes-types/core/v1.d.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { lastBeat } from './last-beat.ts'
import { withDefaults } from './with-defaults.ts'

export const nodeStrategy: Strategy = {
  defaults: (object) => withDefaults(object, { spec: {} }),
  // Reports that say nothing new go on every five minutes; nothing is stored for them.
  presented: (object, nowMs) => {
    const { status } = asNode(object)
    const conditions = (status?.conditions ?? []).map((condition) =>
      condition.status === 'Unknown' || condition.lastHeartbeatTime === undefined
        ? condition
        : {
            ...condition,
            lastHeartbeatTime: `${lastBeat(condition.lastHeartbeatTime, REPORT_MS, nowMs).slice(0, 19)}Z`,
          },
    )
    return { ...object, status: { ...status, conditions } } as KubeObject
  },
  selectableFields: (object) => ({ 'spec.unschedulable': String(asNode(object).spec?.unschedulable ?? false) }),
}

/** A node that has nothing new to say reports every five minutes. */
const REPORT_MS = 300_000

const asNode = (object: KubeObject): Stored<Node> => object as Stored<Node>
