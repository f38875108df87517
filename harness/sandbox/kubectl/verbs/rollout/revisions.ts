import type { ControllerRevision, ReplicaSet } from 'kubernetes-types/apps/v1.d.ts'
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../../../api/types/object.ts'
import { resources } from '../../../api/resources.ts'
import { failure } from '../../errors.ts'
import type { Session } from '../../session.ts'
import type { Target } from './target.ts'

export interface Revision {
  readonly number: number
  readonly template: DeepReadonly<PodTemplateSpec>
  /** Annotations of the object that keeps the revision. */
  readonly annotations: Readonly<Record<string, string>>
}

/** The revisions of a workload that still exist, oldest first. @throws {KubectlError | ApiError} */
export const revisionsOf = async (session: Session, { definition, object }: Target): Promise<readonly Revision[]> => {
  const { namespace, uid } = object.metadata
  const owns = (owned: {
    readonly metadata: { readonly ownerReferences?: readonly { readonly uid: string }[] }
  }): boolean => owned.metadata.ownerReferences?.some((owner) => owner.uid === uid) === true
  switch (definition.kind) {
    case 'Deployment': {
      const list = await session.request((client) => client.list({ resource: resources.replicaSets, namespace }))
      return list.items.filter(owns).map(fromReplicaSet).toSorted(byNumber)
    }
    case 'StatefulSet':
    case 'DaemonSet': {
      const resource = { group: 'apps', plural: 'controllerrevisions' }
      const list = await session.request((client) => client.list<ControllerRevision>({ resource, namespace }))
      return list.items.filter(owns).map(fromControllerRevision).toSorted(byNumber)
    }
    default:
      throw failure(`no history viewer has been implemented for "${definition.kind}"`)
  }
}

const fromReplicaSet = ({ metadata, spec }: Stored<ReplicaSet>): Revision => ({
  number: Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? '0'),
  template: spec?.template ?? {},
  annotations: metadata.annotations ?? {},
})

const fromControllerRevision = ({ metadata, revision, data }: Stored<ControllerRevision>): Revision => {
  const kept: { readonly spec?: { readonly template?: DeepReadonly<PodTemplateSpec> } } | undefined = data
  return { number: revision, template: kept?.spec?.template ?? {}, annotations: metadata.annotations ?? {} }
}

const byNumber = (a: Revision, b: Revision): number => a.number - b.number
