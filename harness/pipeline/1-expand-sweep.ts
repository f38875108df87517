import { durationMs } from '../domain/duration.ts'
import { UsageError } from '../domain/errors.ts'
import type { Fault } from '../domain/fault.ts'
import { KINDS_OF_ROLES } from '../domain/method-rights.ts'
import type { Method } from '../domain/method.ts'
import type { Mode } from '../domain/mode.ts'
import type { Sweep } from '../domain/sweep.ts'
import type { TaskInstance, Variant } from '../domain/task.ts'
import type { EnvironmentIdentity, TrialSpec } from '../domain/trial.ts'
import type { Rng } from '../ports/rng.ts'
import { cellId } from './cell-id.ts'
import { drawVariant } from './draw-variant.ts'

/** A sweep's files, read and parsed. */
export interface SweepInputs {
  readonly sweep: Sweep
  /** The mode that the sweep names, before its own windows are laid over it. */
  readonly mode: Mode
  readonly tasks: readonly TaskInstance[]
  /** Resolved; those that the sweep does not name are left out. */
  readonly methods: readonly Method[]
  /** By path below `faults/`, without ending. */
  readonly faults: ReadonlyMap<string, Fault>
  /** App manifests by name, with their placeholders. */
  readonly apps: ReadonlyMap<string, string>
  readonly skillBankDigest: string
  readonly modelId: string | null
  readonly environment: EnvironmentIdentity
  readonly behaviourVersion: string
}

/**
 * Stage 1: tasks × methods × seeds, with everything resolved, in the order of the files.
 * @throws {UsageError} when a name leads nowhere, a fault would expire under the method, or no role can be made of a task's scope
 */
export const expandSweep = ({ rng }: { readonly rng: Rng }, inputs: SweepInputs): readonly TrialSpec[] => {
  const mode = resolveMode(inputs.sweep, inputs.mode)
  const methods = inputs.sweep.methods.map((name) => methodNamed(inputs.methods, name))
  const trials: Omit<TrialSpec, 'index'>[] = []
  for (const task of inputs.tasks) {
    const faults = faultsOf(task, inputs.faults)
    for (const variant of Object.values(task.variants)) refuseIfItExpires(task, faults, variant, mode)
    if (inputs.sweep.rights === 'scope') refuseIfNoRole(task)
    const appManifests = appOf(task, inputs.apps)
    for (const method of methods) {
      const id = cellId({
        task,
        method,
        mode,
        noise: inputs.sweep.noise,
        rights: inputs.sweep.rights,
        appManifests,
        faults: [...faults.values()],
        skillBankDigest: inputs.skillBankDigest,
        modelId: asksModel(method) ? inputs.modelId : null,
        environmentFingerprint: inputs.environment.fingerprint,
        behaviourVersion: inputs.behaviourVersion,
      })
      for (const seed of inputs.sweep.seeds) {
        const draw = drawVariant({ rng }, task, seed)
        const fault = draw.variant.fault === undefined ? null : (faults.get(draw.variant.fault) ?? null)
        trials.push({
          trialId: `${id}/${seed}`,
          cellId: id,
          task,
          method,
          seed,
          draw,
          fault,
          mode,
          noise: inputs.sweep.noise,
          rights: inputs.sweep.rights,
          appManifests,
        })
      }
    }
  }
  return trials.map((trial, index) => ({ ...trial, index }))
}

/** The mode's windows with the sweep's own laid over them. */
export const resolveMode = ({ windows }: Sweep, mode: Mode): Mode => ({
  fault_duration: windows.fault_duration ?? mode.fault_duration,
  observation: windows.observation ?? mode.observation,
  settle: windows.settle ?? mode.settle,
  oracle: windows.oracle ?? mode.oracle,
})

const methodNamed = (methods: readonly Method[], name: string): Method => {
  const method = methods.find((each) => each.name === name)
  if (method !== undefined) return method
  throw new UsageError(`there is no method ${name}; there are ${methods.map((each) => each.name).join(', ')}`)
}

const asksModel = ({ components }: Method): boolean => Object.values(components).includes('llm')

const faultsOf = (task: TaskInstance, faults: SweepInputs['faults']): ReadonlyMap<string, Fault> =>
  new Map(
    Object.values(task.variants).flatMap(({ fault: path }: Variant) => {
      if (path === undefined) return []
      const fault = faults.get(path)
      if (fault === undefined) throw new UsageError(`task ${task.id}: there is no fault ${path} below faults/`)
      return [[path, fault] as const]
    }),
  )

const appOf = (task: TaskInstance, apps: SweepInputs['apps']): string => {
  const manifests = apps.get(task.app)
  if (manifests === undefined) throw new UsageError(`task ${task.id}: there is no app ${task.app} in tasks/apps/`)
  return manifests
}

const refuseIfNoRole = ({ id, card: { scope } }: TaskInstance): void => {
  const unknown = scope.allow.find(({ kind }) => !KINDS_OF_ROLES.includes(kind))
  if (unknown === undefined) return
  throw new UsageError(
    `task ${id}: card.scope: no role can be made for the kind ${unknown.kind}, only for ${KINDS_OF_ROLES.join(', ')}; or let the sweep say \`rights: edit\``,
  )
}

const refuseIfItExpires = (
  task: TaskInstance,
  faults: ReadonlyMap<string, Fault>,
  { fault: path, fault_state: state }: Variant,
  mode: Mode,
): void => {
  const fault = path === undefined ? undefined : faults.get(path)
  if (fault === undefined || fault.lifetime === 'hold' || state === 'removed') return
  const neededMs = durationMs(mode.observation) + durationMs(task.limits.time)
  if (durationMs(mode.fault_duration) > neededMs) return
  throw new UsageError(
    `task ${task.id}: fault ${fault.name} expires after ${mode.fault_duration}, but must outlive observation (${mode.observation}) and the method's limit (${task.limits.time}); let it hold, or give it a longer fault_duration`,
  )
}
