import type { ControllerRevision } from 'kubernetes-types/apps/v1.d.ts'
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { ApiClient } from '../../api/types/api-client.ts'
import type { DeepReadonly, KubeObject, Stored } from '../../api/types/object.ts'
import { controllerReference } from './owner-reference.ts'
import { isSame } from './same.ts'
import { templateHash } from './template-hash.ts'

export type StoredRevision = Stored<ControllerRevision>

type Template = DeepReadonly<PodTemplateSpec>

/** The template that a revision keeps. */
export const templateOf = (revision: StoredRevision): Template => {
  const { $patch: _, ...template } = (revision.data as unknown as RevisionData).spec.template
  return template as Template
}

export const hashOf = (revision: StoredRevision): string => revision.metadata.labels?.[REVISION_HASH] ?? ''

/** Label of pods that names the revision they were made from. */
export const POD_REVISION = 'controller-revision-hash'

const REVISION_HASH = 'controller.kubernetes.io/hash'

interface RevisionData {
  readonly spec: { readonly template: Template & { readonly $patch: 'replace' } }
}

/**
 * The history of a StatefulSet or DaemonSet in ControllerRevisions.
 * Source of the rules: k8s.io/kubernetes, pkg/controller/history.
 */
export const createRevisions = (client: ApiClient) => {
  const resource = resources.controllerRevisions

  /** Oldest first. */
  const of = (owner: KubeObject): StoredRevision[] =>
    client
      .list({ resource, namespace: owner.metadata.namespace })
      .items.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid))
      .sort((a, b) => a.revision - b.revision)

  /** The revision of the present template. One that is in the history already becomes the newest again. */
  const ofTemplate = (owner: KubeObject, template: Template, history: readonly StoredRevision[]): StoredRevision => {
    const newest = history.at(-1)
    const known = history.findLast((revision) => isSame(templateOf(revision), template))
    const number = (newest?.revision ?? 0) + 1
    if (known !== undefined && known === newest) return known
    if (known !== undefined) {
      const { namespace, name } = known.metadata
      return client.patch({ resource, namespace, name }, { type: 'merge', body: { revision: number } })
    }
    const hash = templateHash(template, 0)
    const { name, namespace, annotations } = owner.metadata
    return client.create({ resource, namespace }, {
      metadata: {
        name: `${name}-${hash}`,
        labels: { ...template.metadata?.labels, [REVISION_HASH]: hash },
        ...(annotations === undefined ? {} : { annotations }),
        ownerReferences: [controllerReference(owner)],
      },
      data: { spec: { template: { $patch: 'replace', ...template } } },
      revision: number,
    } as never)
  }

  /** Forgets the oldest revisions that nothing uses, beyond the limit. */
  const forget = (history: readonly StoredRevision[], live: ReadonlySet<string>, limit: number): void => {
    const unused = history.filter(({ metadata }) => !live.has(metadata.name))
    for (const { metadata } of unused.slice(0, Math.max(0, unused.length - limit))) {
      client.delete({ resource, namespace: metadata.namespace, name: metadata.name })
    }
  }

  return { of, ofTemplate, forget }
}
