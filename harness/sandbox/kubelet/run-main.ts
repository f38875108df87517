import { findImage } from '../images/image-reference.ts'
import { type MainCommand, mainCommand } from '../images/main-command.ts'
import { processEnvironment } from './process-environment.ts'
import { openProcesses } from './container-processes.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import type { PodRuntime } from './pod-runtime.ts'
import { resolvConf } from './resolv-conf.ts'
import { type KnownRun, type RunDependencies, startInstance } from './run-instance.ts'
import type { NodeAgent } from './types.ts'

export interface MainRequest {
  readonly agent: NodeAgent
  readonly run: RunDependencies
  readonly runtime: PodRuntime
  readonly container: ContainerRuntime
  /** Something in the container changed that probes may notice. */
  readonly changed: () => void
}

/**
 * Begins a run of a container with its first process, or goes on with one that is `known`.
 * @returns why the runtime could not execute the process; there is no run then
 */
export const runMain = (
  { agent, run, runtime, container, changed }: MainRequest,
  own: Readonly<Record<string, string>>,
  known?: KnownRun,
): Extract<MainCommand, { readonly kind: 'unstartable' }> | undefined => {
  const found = findImage(container.spec.image ?? '', agent.standIns)
  if (!('image' in found)) throw new Error(`an image is on a node that no registry has: ${container.spec.image}`)
  const { image } = found
  const environment = processEnvironment(agent.services, runtime, image, own)
  const { command, args, workingDir = image.workingDirectory } = container.spec
  const plan = mainCommand({ image, command, args, environment })
  if (plan.kind === 'unstartable') return plan
  container.waiting = undefined
  const open = { agent, run, runtime, container, image, changed, resolvConf: resolvConf(runtime.pod) }
  const { table } = startInstance(run, container, (instance) => openProcesses(open, instance), known)
  table?.spawn({
    argv: plan.argv,
    run: plan.program.run,
    environment,
    directory: workingDir,
    streams: table.streams,
    parent: 0,
  })
  return undefined
}
