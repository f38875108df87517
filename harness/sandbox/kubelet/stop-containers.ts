import type { ContainerRuntime } from './container-runtime.ts'
import { type Instance, isRunning } from './instance.ts'
import { endInstance, type RunDependencies } from './run-instance.ts'
import { nullSink, textSource } from '../processes/streams.ts'

/** Runs the `preStop` hooks, sends SIGTERM, waits for the processes or for the grace period, kills what is left; then calls `done`. */
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
    instance.onEnd.push(() => {
      cancelKill()
      left -= 1
      // The runtime tells the kubelet in its own time.
      if (left === 0) run.simulation.schedule(1, done)
    })
    const cancelKill = run.simulation.schedule(graceMs + 20 + run.rng.int(0, 60), () =>
      endInstance(run, container, instance, { exitCode: 137, reason: 'Error' }),
    )
    runHook(run, container, instance, () => {
      run.simulation.schedule(20 + run.rng.int(0, 60), () => {
        if (isRunning(instance)) instance.table?.signal(1, 'TERM')
      })
    })
  }
}

/** A `preStop` hook holds the signal back until it is over, within the grace period. A hook that fails holds nothing back. */
const runHook = (run: RunDependencies, { spec }: ContainerRuntime, { table }: Instance, then: () => void): void => {
  const hook = spec.lifecycle?.preStop as { exec?: { command?: string[] }; sleep?: { seconds: number } } | undefined
  if (hook?.sleep !== undefined) {
    run.simulation.schedule(hook.sleep.seconds * 1000, then)
    return
  }
  const argv = hook?.exec?.command ?? []
  const program = table?.findProgram(argv[0] ?? '')
  if (table === undefined || program === undefined) return then()
  table.spawn({
    argv,
    run: function* (call) {
      const outcome = program.run(call)
      const exitCode = typeof outcome === 'number' ? outcome : yield* outcome
      then()
      return exitCode
    },
    environment: table.environment(),
    directory: '/',
    streams: { stdin: textSource(''), stdout: nullSink, stderr: nullSink },
    parent: 0,
  })
}
