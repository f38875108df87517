import type { AnyObject } from '../../../api/types/object.ts'
import type { ResourceDefinition } from '../../../api/types/resource.ts'
import type { Container, PodSpec } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../../../api/types/object.ts'
import { patchObject } from '../../edit/patch-object.ts'
import { report } from '../../edit/report.ts'
import { failure, throwAll } from '../../errors.ts'
import { CHANGE_FLAGS, FILE_FLAGS, PRINT_FLAGS, RECORD_FLAG } from '../../flags/global.ts'
import type { FlagSpecs } from '../../flags/types.ts'
import { findObjects } from '../../select/find-objects.ts'
import { readResourceArgs } from '../../select/resource-args.ts'
import { selectFromFiles } from '../../select/select-from-files.ts'
import type { Session } from '../../session.ts'

export const SET_FLAGS = {
  ...PRINT_FLAGS,
  ...FILE_FLAGS,
  ...CHANGE_FLAGS,
  ...RECORD_FLAG,
  all: { type: 'bool' },
  local: { type: 'bool' },
  selector: { type: 'string', short: 'l' },
} as const satisfies FlagSpecs

export interface SetTarget {
  readonly definition: ResourceDefinition
  readonly object: AnyObject
  readonly podSpec: DeepReadonly<PodSpec>
}

/** The objects with a pod template that the arguments name. @throws {KubectlError | ApiError} */
export const setTargets = async (session: Session, resourceArgs: readonly string[]): Promise<readonly SetTarget[]> => {
  const { flags } = session
  const fromFiles = flags.list('filename').length > 0
  if (resourceArgs.length === 0 && !fromFiles) {
    throw failure('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  }
  const findings = fromFiles
    ? await selectFromFiles(session)
    : await findObjects(session, readResourceArgs(session.connect().registry, resourceArgs), {
        labelSelector: flags.text('selector'),
      })
  throwAll(findings.errors)
  return findings.found.flatMap(({ definition, objects }) =>
    objects.map((object) => ({ definition, object, podSpec: podSpecOf(object) })),
  )
}

const podSpecOf = (object: AnyObject): DeepReadonly<PodSpec> => {
  const spec = object['spec'] as
    | (DeepReadonly<PodSpec> & {
        readonly template?: { readonly spec?: DeepReadonly<PodSpec> }
        readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: DeepReadonly<PodSpec> } } }
      })
    | undefined
  const found = object.kind === 'Pod' ? spec : (spec?.jobTemplate?.spec.template.spec ?? spec?.template?.spec)
  if (found === undefined) throw failure(`the object is not a pod or does not have a pod template: ${object.kind}`)
  return found
}

/** The containers whose names match `*`, a name or a pattern with stars. */
export const containersNamed = (podSpec: DeepReadonly<PodSpec>, pattern: string): readonly DeepReadonly<Container>[] =>
  podSpec.containers.filter(named(pattern))

/** The init containers whose names match. */
export const initContainersNamed = (
  podSpec: DeepReadonly<PodSpec>,
  pattern: string,
): readonly DeepReadonly<Container>[] => (podSpec.initContainers ?? []).filter(named(pattern))

const named = (pattern: string): ((container: { readonly name: string }) => boolean) => {
  const expression = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)
  return ({ name }) => expression.test(name)
}

/** Patches the pod template and reports `what` as updated. */
export const patchTemplate = async (
  session: Session,
  { definition, object }: SetTarget,
  podSpec: object,
  done: string,
  complaint: string,
): Promise<void> => {
  const body = wrapped(object.kind, podSpec)
  const patched = await patchObject(
    session,
    { definition, object },
    { type: 'strategic', body },
    'kubectl-set',
    complaint,
  )
  await report(session, definition, patched, done)
}

const wrapped = (kind: string, podSpec: object): object => {
  if (kind === 'Pod') return { spec: podSpec }
  const template = { template: { spec: podSpec } }
  return kind === 'CronJob' ? { spec: { jobTemplate: { spec: template } } } : { spec: template }
}
