import { bringUp } from '../../pipeline/bring-up.ts'
import type { StateSnapshot } from '../../pipeline/state-snapshot.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Shell } from '../../ports/shell.ts'

/** The apps that a sandbox can be started with: their file in tasks/apps/, and the namespace that skills and tasks expect. */
export const APPS = {
  demo: { file: 'demo-app', namespace: 'opsskill-exp' },
  shop: { file: 'shop', namespace: 'shop' },
  batch: { file: 'batch', namespace: 'batch' },
} as const
export type AppName = keyof typeof APPS

/** Time for pods of the release before to end, and for metrics to have been taken, ms. */
const QUIET_MS = 60_000

/** Puts an app into a namespace of its own, with one earlier release, and waits until it runs. @returns the state that it is in */
export const putApp = async (
  { shell, clock }: { readonly shell: Shell; readonly clock: Clock },
  { namespace, manifests }: { readonly namespace: string; readonly manifests: string },
  signal: AbortSignal,
): Promise<StateSnapshot> => {
  const releases = ['1', '2'] as const
  const baseline = await bringUp(
    { environment: shell, harness: shell, clock },
    { namespace, manifests, releases },
    signal,
  )
  await clock.sleep(QUIET_MS, signal)
  return baseline
}
