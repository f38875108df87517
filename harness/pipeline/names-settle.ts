import { z } from 'zod'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import type { Pod, StateSnapshot } from './state-snapshot.ts'
import { takeSnapshot } from './state-snapshot.ts'

/** A DNS server remembers for half a minute that a name did not exist; a little more, because clocks of clusters stray. */
const REMEMBERED_MS = 32_000

/** The name of a headless Service exists while one of its pods is ready. */
const HeadlessService = z.looseObject({
  kind: z.literal('Service'),
  spec: z.looseObject({ clusterIP: z.literal('None'), selector: z.record(z.string(), z.string()) }),
})
const Readiness = z.looseObject({
  conditions: z
    .array(z.looseObject({ type: z.string(), status: z.string(), lastTransitionTime: z.string().nullish() }))
    .default([]),
})

/** The pods whose names are those of headless Services. */
export const namedPods = ({ objects, pods }: StateSnapshot): readonly Pod[] => {
  const selectors = [...objects.values()].flatMap((object) => {
    const service = HeadlessService.safeParse(object)
    return service.success ? [Object.entries(service.data.spec.selector)] : []
  })
  return pods.filter(({ metadata }) =>
    selectors.some((selector) => selector.every(([key, value]) => metadata.labels[key] === value)),
  )
}

/** Since when a pod is ready, epoch ms; `undefined` while it is not. */
export const readySinceMs = ({ status }: Pod): number | undefined => {
  const ready = Readiness.parse(status).conditions.find(({ type }) => type === 'Ready')
  return ready?.status === 'True' ? Date.parse(ready.lastTransitionTime ?? '') || 0 : undefined
}

/** For how long names of the namespace may still be unknown to those who asked for them before they were there, ms. */
export const namesSettleMs = (state: StateSnapshot, nowMs: number): number =>
  Math.max(
    0,
    ...namedPods(state).map((pod) => Math.min(REMEMBERED_MS, (readySinceMs(pod) ?? nowMs) + REMEMBERED_MS - nowMs)),
  )

/** Waits until the names of a namespace that was just looked at are known everywhere. */
export const letNamesSettle = async (
  { clock }: { readonly clock: Clock },
  state: StateSnapshot,
  signal?: AbortSignal,
): Promise<void> => {
  const leftMs = namesSettleMs(state, clock.nowMs())
  if (leftMs > 0) await clock.sleep(leftMs, signal)
}

/** Waits until names that came back are known everywhere. Nothing is asked of a namespace whose baseline has no headless Service. */
export const awaitNames = async (
  { harness, clock, baseline }: { readonly harness: Shell; readonly clock: Clock; readonly baseline: StateSnapshot },
  namespace: string,
  signal: AbortSignal,
): Promise<void> => {
  if (namedPods(baseline).length === 0) return
  await letNamesSettle({ clock }, await takeSnapshot({ harness }, namespace, signal), signal)
}
