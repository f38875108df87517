import type { PriorityClass } from 'kubernetes-types/scheduling/v1.d.ts'
import { SYSTEM_PRIORITIES } from '../kinds/priority-class.ts'
import type { Fields } from '../kinds/with-defaults.ts'
import { forbidden } from '../refuse.ts'
import type { AdmissionPlugin } from '../types/admission.ts'
import type { KubeObject, Stored } from '../types/object.ts'
import type { Resource } from '../types/resource.ts'

/** Resolves a pod's priority class, and lets every pod stay five minutes on a node that is lost. */
export const podSchedulingDefaults: AdmissionPlugin = {
  name: 'Priority,DefaultTolerationSeconds',
  mutate: ({ definition, operation, context }, object) => {
    if (operation !== 'create' || definition.plural !== 'pods' || definition.group !== '') return object
    const { spec = {} } = object as KubeObject & { readonly spec?: Fields & { readonly priorityClassName?: string } }
    const classes = context.objects(PRIORITY_CLASSES) as readonly Stored<PriorityClass>[]
    const wanted = spec.priorityClassName
    const chosen = classes.find((other) =>
      wanted === undefined ? other.globalDefault === true : other.metadata.name === wanted,
    )
    const builtIn = SYSTEM_PRIORITIES[wanted ?? '']?.value
    if (wanted !== undefined && chosen === undefined && builtIn === undefined) {
      throw forbidden(definition, object.metadata.name, `no PriorityClass with name ${wanted} was found`)
    }
    const className = wanted ?? chosen?.metadata.name
    return {
      ...object,
      spec: {
        ...spec,
        priority: builtIn ?? chosen?.value ?? 0,
        preemptionPolicy: chosen?.preemptionPolicy ?? 'PreemptLowerPriority',
        ...(className === undefined ? {} : { priorityClassName: className }),
        tolerations: withLostNodes((spec['tolerations'] ?? []) as readonly Fields[]),
      },
    } as KubeObject
  },
}

const PRIORITY_CLASSES: Resource = { group: 'scheduling.k8s.io', plural: 'priorityclasses' }

const LOST = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']

const withLostNodes = (tolerations: readonly Fields[]): readonly Fields[] => {
  const missing = LOST.filter((key) => !tolerations.some((toleration) => tolerates(toleration, key)))
  return [
    ...tolerations,
    ...missing.map((key) => ({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: 300 })),
  ]
}

const tolerates = (toleration: Fields, key: string): boolean =>
  (toleration['key'] === undefined || toleration['key'] === key) &&
  (toleration['effect'] === undefined || toleration['effect'] === 'NoExecute')
