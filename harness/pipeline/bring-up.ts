import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/shell.ts'
import { mustRun } from './must-run.ts'
import { fillPlaceholders } from './placeholders.ts'
import type { StateSnapshot } from './state-snapshot.ts'
import { awaitSteadyState } from './steady-state.ts'

interface Dependencies {
  /** Where changes go. */
  readonly environment: Shell
  /** Where looks go. */
  readonly harness: Shell
  readonly clock: Clock
}

/** Makes a namespace and puts an app on it, release by release, each until it is steady. @returns the state at the end */
export const bringUp = async (
  { environment, harness, clock }: Dependencies,
  {
    namespace,
    manifests,
    releases,
  }: { readonly namespace: string; readonly manifests: string; readonly releases: readonly [string, ...string[]] },
  signal: AbortSignal,
): Promise<StateSnapshot> => {
  await mustRun(environment, `kubectl create namespace ${namespace}`, { signal })
  const release = async (number: string): Promise<StateSnapshot> => {
    const stdin = fillPlaceholders(manifests, { __RELEASE__: number })
    await mustRun(environment, `kubectl -n ${namespace} apply -f -`, { signal, stdin })
    return awaitSteadyState({ harness, clock }, namespace, signal)
  }
  const [first, ...others] = releases
  let state = await release(first)
  for (const number of others) state = await release(number)
  return state
}
