import type { Control } from '../controllers/base/control.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import type { NetworkEffects } from '../network/network-effects.ts'
import { chaosResources } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
import { type ChaosAction, type ChaosObject, type ChaosRecord, INJECTED, NOT_INJECTED } from './types.ts'

/**
 * NetworkChaos `delay`: a queue in the network namespace of a pod holds back what it sends: to the pods of the target, or to everybody.
 * Records named `.Target` stand for the target's pods; they hold back what they send to the selected ones (`from`, `both`).
 */
export const networkAction = ({ informers }: Control, kubelets: Kubelets, effects: NetworkEffects): ChaosAction => {
  const uidOf = (id: string): string | undefined => {
    const [namespace = '', name = ''] = id.split('/')
    return informers.pods.get(namespace, name)?.metadata.uid
  }

  const ruleId = (chaos: ChaosObject, { id, selectorKey }: ChaosRecord): string =>
    `${chaos.metadata.uid} ${selectorKey} ${id}`

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
      const { delay, direction = 'to', target } = chaos.spec
      const podUid = uidOf(record.id)
      if (podUid === undefined) return { failure: `pods "${record.id.split('/')[1]}" not found` }
      const isTarget = record.selectorKey === '.Target'
      const sends = isTarget ? direction !== 'to' : direction !== 'from'
      if (delay !== undefined && sends) {
        effects.put(ruleId(chaos, record), {
          kind: 'delay',
          podUid,
          latencyMs: goDurationMs(delay.latency) ?? 0,
          jitterMs: goDurationMs(delay.jitter ?? '0ms') ?? 0,
          ...(target === undefined ? {} : { toPodUids: peers(chaos, record.selectorKey) }),
        })
        kubelets.disturb(podUid)
      }
      return { phase: INJECTED }
    },
    recover: (chaos, record) => {
      if (record.phase === INJECTED) return { phase: `${INJECTED}/Wait` }
      effects.remove(ruleId(chaos, record))
      const podUid = uidOf(record.id)
      if (podUid !== undefined) kubelets.disturb(podUid)
      return { phase: NOT_INJECTED }
    },
  }
}
