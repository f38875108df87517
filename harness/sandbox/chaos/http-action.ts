import type { Control } from '../controllers/base/control.ts'
import type { HttpRule } from '../kubelet/disturbances.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import { chaosResources } from './chaos-resources.ts'
import { goDurationMs } from './duration.ts'
import { noSuchPod, runtimeOf } from './record-target.ts'
import { type ChaosAction, type ChaosSpec, INJECTED, NOT_INJECTED } from './types.ts'

/** HTTPChaos: a proxy in the network namespace of a pod, before one of its ports. Probes of the kubelet pass it as well. */
export const httpAction = ({ informers }: Control, kubelets: Kubelets): ChaosAction => {
  const dependencies = { informers, kubelets }
  return {
    kind: 'HTTPChaos',
    resource: chaosResources.httpChaos,
    perContainer: false,
    isOneShot: () => false,
    apply: (chaos, record) => {
      if (record.phase === NOT_INJECTED) return { phase: `${NOT_INJECTED}/Wait` }
      const runtime = runtimeOf(dependencies, record.id)
      if (runtime === undefined) return noSuchPod(record.id)
      runtime.disturbances.http.set(chaos.metadata.uid, httpRuleOf(chaos.spec))
      kubelets.disturb(runtime.uid)
      return { phase: INJECTED }
    },
    recover: (chaos, record) => {
      if (record.phase === INJECTED) return { phase: `${INJECTED}/Wait` }
      const runtime = runtimeOf(dependencies, record.id)
      runtime?.disturbances.http.delete(chaos.metadata.uid)
      if (runtime !== undefined) kubelets.disturb(runtime.uid)
      return { phase: NOT_INJECTED }
    },
  }
}

/** The proxy's rule that a spec asks for. */
export const httpRuleOf = (spec: ChaosSpec): HttpRule => {
  const { port = 0, target, method, path, code, abort = false, delay, replace, patch } = spec
  return {
    port,
    target: target === 'Request' ? 'Request' : 'Response',
    method,
    path,
    code,
    headers: spec.response_headers ?? {},
    abort,
    delayMs: typeof delay === 'string' ? (goDurationMs(delay) ?? 0) : 0,
    replace: {
      code: replace?.code,
      body: replace?.body === undefined ? undefined : Buffer.from(replace.body, 'base64').toString('utf8'),
      path: replace?.path,
      method: replace?.method,
      headers: replace?.headers,
      queries: replace?.queries,
    },
    patch: { body: patch?.body?.value, headers: pairs(patch?.headers), queries: pairs(patch?.queries) },
  }
}

const pairs = (texts: readonly (readonly string[])[] = []): readonly (readonly [string, string])[] =>
  texts.map(([name = '', value = '']) => [name, value] as const)
