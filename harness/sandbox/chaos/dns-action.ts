import type { Control } from '../controllers/base/control.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { chaosResources } from './chaos-resources.ts'
import { noSuchPod, runtimeOf } from './record-target.ts'
import { type ChaosAction, INJECTED, NOT_INJECTED } from './types.ts'

/** DNSChaos: the resolver of a container is exchanged for one that fails, or lies, about names that match. */
export const dnsAction = ({ informers }: Control, kubelets: Kubelets): ChaosAction => {
  const dependencies = { informers, kubelets }
  return {
    kind: 'DNSChaos',
    resource: chaosResources.dnsChaos,
    perContainer: true,
    isOneShot: () => false,
    apply: ({ metadata, spec }, { id }) => {
      const runtime = runtimeOf(dependencies, id)
      if (runtime === undefined) return noSuchPod(id)
      const others = runtime.containers.filter(({ name }) => spec.containerNames?.includes(name) === false)
      if (others.length > 0)
        return {
          failure: `the sandbox exchanges the resolver of a whole pod: name ${others[0]?.name ?? ''} as well, or none`,
        }
      const action = spec.action === 'random' ? 'random' : 'error'
      runtime.disturbances.dns.set(metadata.uid, { action, patterns: spec.patterns ?? [] })
      return { phase: INJECTED }
    },
    recover: ({ metadata }, { id }) => {
      runtimeOf(dependencies, id)?.disturbances.dns.delete(metadata.uid)
      return { phase: NOT_INJECTED }
    },
  }
}
