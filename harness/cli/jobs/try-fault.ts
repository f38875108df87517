import { stringify } from 'yaml'
import { systemClock } from '../../adapters/system/system-clock.ts'
import { UsageError } from '../../domain/errors.ts'
import { injectionSteps } from '../../domain/injection.ts'
import type { ModeName } from '../../domain/mode.ts'
import { kubectlLine } from '../../pipeline/kubectl-line.ts'
import { ownGround } from '../../pipeline/own-ground.ts'
import { fillPlaceholders } from '../../pipeline/placeholders.ts'
import { type Ground, tryFault, type Trial } from '../../pipeline/try-fault.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Shell } from '../../ports/shell.ts'
import { withPlace } from '../compose/place.ts'
import { readCluster } from '../compose/read-cluster.ts'
import { type NamedFault, readFaults } from '../compose/read-faults.ts'
import { rootRng } from '../compose/root-rng.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

export interface TryFaultRequest {
  readonly fault: string
  readonly cluster: string | undefined
  readonly mode: ModeName
  readonly seed: number
  readonly workload?: string
  /** An existing namespace that holds the app; without, a fresh one is made and removed. */
  readonly into?: string
  readonly dryRun?: boolean
  /** Seconds. */
  readonly watch: number
}

/** Injects one fault on a cluster, prints what an operator would see of it over time, recovers, and compares with before. */
export const tryOneFault = async (context: CommandContext, request: TryFaultRequest): Promise<ExitCode> => {
  const { io, printer } = context
  const library = await readFaults({ warn: printer.log }, [request.fault])
  const [named, ...others] = library.faults
  if (named === undefined || others.length > 0)
    throw new UsageError(`${request.fault} names ${library.faults.length} faults; name one by its path`)
  const { workload } = request
  if (workload !== undefined && !named.fault.workloads.includes(workload))
    throw new UsageError(`fault ${named.path}: hits ${named.fault.workloads.join(' or ')}, not ${workload}`)
  if (request.dryRun === true) return printPlan(context, named, request)
  const mode = library.modes.find(({ modeName }) => modeName === request.mode)?.mode
  if (mode === undefined) throw new UsageError(`faults/modes.yaml: there is no mode ${request.mode}`)
  const lines: string[] = []
  const tell = (line: string): void => {
    lines.push(line)
    if (!printer.wantsJson) io.stdout.write(`${line}\n`)
  }
  const trial: Trial = {
    named,
    mode,
    seed: request.seed,
    watchSeconds: request.watch,
    appManifests: library.appOf(named.fault),
    ...(workload === undefined ? {} : { workload }),
    ...(request.into === undefined ? {} : { into: request.into }),
  }
  const isAsBefore = await onCluster(context, request, (reached) =>
    tryFault({ ...reached, rng: rootRng(), tell }, trial, io.signal),
  )
  if (printer.wantsJson) printer.result({ json: () => ({ fault: named.path, isAsBefore, lines }), text: () => '' })
  return isAsBefore ? exitCode.done : exitCode.failed
}

/** Where a fault is tried. */
interface Reached {
  readonly harness: Shell
  readonly ground: Ground
  readonly clock: Clock
}

const onCluster = async <T>(
  context: CommandContext,
  { cluster, seed }: TryFaultRequest,
  body: (reached: Reached) => Promise<T>,
): Promise<T> => {
  if (cluster !== undefined) {
    const config = await readCluster({ warn: () => {} }, cluster)
    if (config.kind === 'sandbox')
      return withPlace(context, cluster, ({ environment: harness }) =>
        body({ harness, ground: ownGround(harness), clock: systemClock }),
      )
    const { withSharedGround } = await import('../compose/with-shared-ground.ts')
    return withSharedGround(context, config, ({ harness, ground }) => body({ harness, ground, clock: systemClock }))
  }
  // Imported late: on a real cluster, and to print a plan, it would be loaded for nothing.
  const { openInProcess } = await import('../../sandbox/world/open-in-process.ts')
  const { createSharedReading } = await import('../../sandbox/world/shared-reading.ts')
  const rng = rootRng().fork(`try/${seed}`)
  const world = openInProcess({ namespace: 'opsskill-try', rng, reading: createSharedReading(rng.fork('boot')) })
  try {
    return await body({ harness: world.harness, ground: ownGround(world.harness), clock: world.clock })
  } finally {
    await world.close()
  }
}

/** What would be done, without a cluster: names and pods that only a cluster knows stand in capitals. */
const printPlan = (
  { printer }: CommandContext,
  { path, fault }: NamedFault,
  { workload, into }: TryFaultRequest,
): ExitCode => {
  const place = into ?? 'NAMESPACE'
  const { inject, touches, recover, symptom } = fillPlaceholders(
    { inject: fault.inject, touches: fault.touches, recover: fault.recover, symptom: fault.symptom },
    {
      __NAMESPACE__: place,
      __WORKLOAD__: workload ?? fault.workloads[0] ?? '',
      __NAME__: 'NAME',
      __POD__: 'POD',
      __PODS__: ['POD'],
      __NODE__: 'NODE',
      __CHAOS_DURATION__: 'DURATION',
    },
  )
  const steps = injectionSteps(inject).flatMap((step) =>
    'chaos' in step
      ? [`kubectl apply -f - <<'EOF'\n${stringify(step.chaos)}EOF`]
      : step.mutations.map((mutation) =>
          'kubectl' in mutation
            ? kubectlLine(place, mutation.kubectl)
            : `kubectl -n ${place} apply -f - <<'EOF'\n${stringify(mutation.apply)}EOF`,
        ),
  )
  printer.result({
    json: () => ({ fault: path, inject, touches, recover, symptom }),
    text: () =>
      [
        ...steps,
        `# symptom: ${symptom.name}\n${symptom.command}`,
        ...touches.map((object) => `# put back afterwards: ${object}`),
      ].join('\n'),
  })
  return exitCode.done
}
