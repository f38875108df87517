import type { Control } from '../controllers/base/control.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import type { NetworkEffects, NetworkRule } from '../network/network-effects.ts'
import { chaosResources } from './chaos-resources.ts'
import { networkDisturbances } from './network-disturbances.ts'
import { namesOf, noSuchPod } from './record-target.ts'
import { type ChaosAction, type ChaosObject, type ChaosRecord, INJECTED, NOT_INJECTED } from './types.ts'

/**
 * NetworkChaos: queues and filters in the network namespace of a pod, on what it sends: to the pods of the target, to external targets, or
 * to everybody. Records named `.Target` stand for the target's pods; theirs is what they send to the selected ones (`from`, `both`). A
 * partition filters what the selected pods receive as well.
 */
export const networkAction = ({ informers }: Control, kubelets: Kubelets, effects: NetworkEffects): ChaosAction => {
  const uidOf = (id: string): string | undefined => {
    const { namespace, pod } = namesOf(id)
    return informers.pods.get(namespace, pod)?.metadata.uid
  }

  const ruleIds = (chaos: ChaosObject, { id, selectorKey }: ChaosRecord): readonly string[] =>
    Array.from({ length: MOST_RULES }, (_, index) => `${chaos.metadata.uid} ${selectorKey} ${id} ${index}`)

  const peers = (chaos: ChaosObject, selectorKey: string): ReadonlySet<string> =>
    new Set(
      (chaos.status?.experiment?.containerRecords ?? [])
        .filter((record) => record.selectorKey !== selectorKey)
        .flatMap((record) => uidOf(record.id) ?? []),
    )

  return {
    kind: 'NetworkChaos',
    resource: chaosResources.networkChaos,
    perContainer: false,
    isOneShot: () => false,
    apply: (chaos, record) => {
      if (record.phase === NOT_INJECTED) return { phase: `${NOT_INJECTED}/Wait` }
      const { target, externalTargets } = chaos.spec
      const podUid = uidOf(record.id)
      if (podUid === undefined) return noSuchPod(record.id)
      const place = {
        podUid,
        ...(target === undefined ? {} : { peerUids: peers(chaos, record.selectorKey) }),
        ...(externalTargets === undefined || record.selectorKey === '.Target'
          ? {}
          : { dialled: new Set(externalTargets) }),
      }
      const ids = ruleIds(chaos, record)
      const sides = sidesOf(chaos, record)
      const rules = sides.flatMap((side): NetworkRule[] =>
        networkDisturbances(chaos.spec).map((rule) => ({ ...place, side, ...rule })),
      )
      for (const [index, rule] of rules.entries()) effects.put(ids[index] ?? '', rule)
      kubelets.disturb(podUid)
      return { phase: INJECTED }
    },
    recover: (chaos, record) => {
      if (record.phase === INJECTED) return { phase: `${INJECTED}/Wait` }
      for (const id of ruleIds(chaos, record)) effects.remove(id)
      const podUid = uidOf(record.id)
      if (podUid !== undefined) kubelets.disturb(podUid)
      return { phase: NOT_INJECTED }
    },
  }
}

/** Five kinds of disturbance, on two sides. */
const MOST_RULES = 10

const sidesOf = ({ spec }: ChaosObject, { selectorKey }: ChaosRecord): readonly NetworkRule['side'][] => {
  const { action, direction = 'to' } = spec
  const isTarget = selectorKey === '.Target'
  if (action !== 'partition') return (isTarget ? direction !== 'to' : direction !== 'from') ? ['sends'] : []
  if (isTarget) return []
  return direction === 'both' ? ['sends', 'receives'] : [direction === 'to' ? 'sends' : 'receives']
}
