import { ApiError } from '../../../api/types/api-error.ts'
import type { Command } from '../../command.ts'
import { dryRunOf } from '../../edit/dry-run.ts'
import { patchObject } from '../../edit/patch-object.ts'
import { report } from '../../edit/report.ts'
import { LAST_APPLIED } from '../../edit/last-applied.ts'
import { jsonEqual } from '../../../api/merge/json.ts'
import { writeTemplate } from '../../describe/pod-template.ts'
import { createReport } from '../../describe/report-writer.ts'
import { failure } from '../../errors.ts'
import { CHANGE_FLAGS, PRINT_FLAGS } from '../../flags/global.ts'
import { objectName } from '../../print/printer.ts'
import type { Session } from '../../session.ts'
import { revisionsOf, type Revision } from './revisions.ts'
import { ROLLOUT_FLAGS, rolloutTargets, type Target } from './target.ts'

export const rolloutUndo: Command = {
  summary: 'Undo a previous rollout',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  flags: { ...PRINT_FLAGS, ...ROLLOUT_FLAGS, ...CHANGE_FLAGS, 'to-revision': { type: 'int' } },
  run: async (session) => {
    for (const target of await rolloutTargets(session)) await undo(session, target)
  },
}

const undo = async (session: Session, target: Target): Promise<void> => {
  const { definition, object } = target
  const wanted = session.flags.int('to-revision')
  if (wanted < 0) throw failure(`revision must be a positive integer: ${wanted}`)
  const isDeployment = definition.kind === 'Deployment'
  if (isDeployment && (object['spec'] as { readonly paused?: boolean }).paused === true) {
    throw failure(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    )
  }
  const revision = chosen(target, await revisionsFor(session, target), wanted)
  if (dryRunOf(session.flags) === 'client') {
    const text = createReport()
    writeTemplate(text, revision.template)
    session.out(`${objectName(definition, object.metadata.name)} ${text.raw()}`)
    return
  }
  const template = withoutHash(revision.template)
  const current = withoutHash((object['spec'] as { readonly template: Revision['template'] }).template)
  if (jsonEqual(template, current)) {
    session.out(
      `${objectName(definition, object.metadata.name)} skipped rollback (current template already matches revision ${revision.number})\n`,
    )
    return
  }
  await report(session, definition, await send(session, target, template, revision), 'rolled back')
}

/** @throws {KubectlError} in the words of a rollback, when the revisions of a Deployment may not be read */
const revisionsFor = async (session: Session, target: Target): Promise<readonly Revision[]> => {
  try {
    return await revisionsOf(session, target)
  } catch (error) {
    if (!(error instanceof ApiError) || target.definition.kind !== 'Deployment') throw error
    throw failure(`failed to retrieve replica sets from deployment ${target.object.metadata.name}: ${error.message}`)
  }
}

/** @throws {KubectlError} when there is nothing to go back to */
const chosen = ({ definition, object }: Target, revisions: readonly Revision[], wanted: number): Revision => {
  const found = wanted === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === wanted)
  if (found !== undefined) return found
  if (wanted > 0) throw failure(`unable to find specified revision ${wanted} in history`)
  throw definition.kind === 'Deployment'
    ? failure(`no rollout history found for deployment "${object.metadata.name}"`)
    : failure('no last revision to roll back to')
}

const withoutHash = (template: Revision['template']): Revision['template'] => {
  const { 'pod-template-hash': _, ...labels } = template.metadata?.labels ?? {}
  return { ...template, metadata: { ...template.metadata, labels } }
}

/** A Deployment's template is replaced as a whole, with the annotations of the old revision that are not the controller's. */
const send = (
  session: Session,
  target: Target,
  template: Revision['template'],
  revision: Revision,
): ReturnType<typeof patchObject> => {
  const { definition, object } = target
  if (definition.kind !== 'Deployment') {
    const patch = { type: 'strategic', body: { spec: { template: { ...template, $patch: 'replace' } } } } as const
    return patchObject(session, target, patch, 'kubectl-rollout', 'failed restoring revision')
  }
  const kept = Object.entries(object.metadata.annotations ?? {}).filter(([key]) => isSkipped(key))
  const restored = Object.entries(revision.annotations).filter(([key]) => !isSkipped(key))
  const operations = [
    { op: 'replace', path: '/spec/template', value: template },
    { op: 'replace', path: '/metadata/annotations', value: Object.fromEntries([...kept, ...restored]) },
  ]
  return patchObject(
    session,
    target,
    { type: 'json', body: operations },
    'kubectl-rollout',
    'failed restoring revision ' + String(revision.number),
  )
}

const isSkipped = (key: string): boolean => key === LAST_APPLIED || key.startsWith('deployment.kubernetes.io/')
