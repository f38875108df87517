import type { StatefulSet } from 'kubernetes-types/apps/v1.d.ts'
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import { POD_REVISION } from '../base/controller-revisions.ts'
import { controllerReference } from '../base/owner-reference.ts'

export type StoredStatefulSet = Stored<StatefulSet>

export const podNameOf = (set: StoredStatefulSet, ordinal: number): string => `${set.metadata.name}-${ordinal}`

/** The ordinal in a pod's name, if the name can be one of the set's. */
export const ordinalOf = (set: StoredStatefulSet, podName: string): number | undefined => {
  const digits = /^(.*)-(\d+)$/.exec(podName)
  return digits?.[1] === set.metadata.name ? Number(digits[2]) : undefined
}

export const claimNameOf = (template: string, podName: string): string => `${template}-${podName}`

/** The pod of one ordinal: its name, its claims and how it finds its siblings stay when it is made anew. */
export const podOfOrdinal = (
  set: StoredStatefulSet,
  template: DeepReadonly<PodTemplateSpec>,
  revision: string,
  ordinal: number,
) => {
  const name = podNameOf(set, ordinal)
  const claims = (set.spec?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? '')
  const others = (template.spec?.volumes ?? []).filter((volume) => !claims.includes(volume.name))
  const volumes = [
    ...others,
    ...claims.map((claim) => ({
      name: claim,
      persistentVolumeClaim: { claimName: claimNameOf(claim, name), readOnly: false },
    })),
  ]
  return {
    metadata: {
      name,
      labels: {
        ...template.metadata?.labels,
        'apps.kubernetes.io/pod-index': String(ordinal),
        [POD_REVISION]: revision,
        'statefulset.kubernetes.io/pod-name': name,
      },
      ...(template.metadata?.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
      ownerReferences: [controllerReference(set)],
    },
    spec: {
      ...template.spec,
      containers: template.spec?.containers ?? [],
      hostname: name,
      ...(set.spec?.serviceName === undefined || set.spec.serviceName === ''
        ? {}
        : { subdomain: set.spec.serviceName }),
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  }
}
