import type { ContainerRuntime } from './container-runtime.ts'
import { type Instance, isRunning } from './instance.ts'
import { endInstance, type RunDependencies } from './run-instance.ts'

/** Sends SIGTERM, waits for the processes or for the grace period, kills what is left; then calls `done`. */
export const stopContainers = (
  run: RunDependencies,
  containers: readonly ContainerRuntime[],
  graceMs: number,
  done: () => void,
): void => {
  const running = containers.flatMap((container) =>
    isRunning(container.instance) ? [{ container, instance: container.instance }] : [],
  )
  let left = running.length
  if (left === 0) return done()
  for (const { container, instance } of running) {
    const { afterMs, exitCode } = reaction(run, instance, graceMs)
    run.simulation.schedule(hookMs(container, graceMs) + afterMs, () => {
      endInstance(run, container, instance, { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' })
      left -= 1
      if (left === 0) done()
    })
  }
}

const reaction = (
  { rng }: RunDependencies,
  { plan }: Instance,
  graceMs: number,
): { readonly afterMs: number; readonly exitCode: number } => {
  const term = plan?.term
  if (term?.kind === 'exits' && term.afterMs < graceMs)
    return { afterMs: 20 + rng.int(0, 60) + term.afterMs, exitCode: term.exitCode }
  return { afterMs: graceMs + 20 + rng.int(0, 60), exitCode: 137 }
}

/** A `preStop` hook that sleeps delays the signal, within the grace period. */
const hookMs = ({ spec }: ContainerRuntime, graceMs: number): number => {
  const hook = spec.lifecycle?.preStop
  const seconds = Number(/sleep\s+(\d+)/.exec((hook?.exec?.command ?? []).join(' '))?.[1] ?? 0)
  return Math.min(seconds * 1000, graceMs)
}
