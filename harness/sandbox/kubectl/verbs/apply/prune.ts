import { dryRunOf, dryRunSuffix } from '../../edit/dry-run.ts'
import { lastApplied } from '../../edit/last-applied.ts'
import { failure } from '../../errors.ts'
import { objectName } from '../../print/printer.ts'
import type { MappedManifest } from '../../select/manifests.ts'
import type { Session } from '../../session.ts'

/** Deletes what was applied earlier and is not among the documents any more. @param kept uids of what was applied now */
export const prune = async (
  session: Session,
  kept: ReadonlySet<string>,
  applied: readonly MappedManifest[],
): Promise<void> => {
  const { registry } = session.connect()
  const namespaces = [...new Set(applied.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace])))]
  for (const [group, plural] of kindsOf(session)) {
    const definition = registry.find(group, plural)
    if (definition === undefined) continue
    for (const namespace of definition.namespaced ? namespaces : [undefined]) {
      const labelSelector = session.flags.text('selector')
      const { items } = await session.request((client) =>
        client.list({ resource: definition, namespace }, labelSelector === '' ? {} : { labelSelector }),
      )
      for (const object of items) {
        if (lastApplied(object) === undefined || kept.has(object.metadata.uid)) continue
        const { name } = object.metadata
        const mode = dryRunOf(session.flags)
        if (mode !== 'client') {
          await session.request((client) => client.delete({ resource: definition, namespace, name }), {
            dryRun: mode === 'server',
          })
        }
        session.out(`${objectName(definition, name)} pruned${dryRunSuffix(mode)}\n`)
      }
    }
  }
}

const kindsOf = (session: Session): readonly (readonly [string, string])[] => {
  const allowed = session.flags.list('prune-allowlist')
  if (allowed.length === 0) return PRUNED
  return allowed.map((text) => {
    const [group = '', version = '', kind, ...others] = text.split('/')
    if (kind === undefined || others.length > 0) {
      throw failure(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`)
    }
    const apiVersion = group === 'core' || group === '' ? version : `${group}/${version}`
    const definition = session.connect().registry.findKind(apiVersion, kind)
    if (definition === undefined) throw failure(`no matches for kind "${kind}" in version "${apiVersion}"`)
    return [definition.group, definition.plural] as const
  })
}

/** What is pruned unless told otherwise, in kubectl's order. */
const PRUNED = [
  ['', 'configmaps'],
  ['', 'endpoints'],
  ['', 'namespaces'],
  ['', 'persistentvolumeclaims'],
  ['', 'persistentvolumes'],
  ['', 'pods'],
  ['', 'replicationcontrollers'],
  ['', 'secrets'],
  ['', 'services'],
  ['batch', 'jobs'],
  ['batch', 'cronjobs'],
  ['networking.k8s.io', 'ingresses'],
  ['apps', 'daemonsets'],
  ['apps', 'deployments'],
  ['apps', 'replicasets'],
  ['apps', 'statefulsets'],
] as const
