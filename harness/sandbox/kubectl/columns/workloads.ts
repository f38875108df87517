import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1.d.ts'
import type { ReplicationController } from 'kubernetes-types/core/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { ageColumn, column, labelText, nameColumn, orNone, wideColumn } from './column.ts'
import { selectorText } from './selector-text.ts'
import type { Column } from './types.ts'

interface Templated {
  readonly spec?: {
    readonly template?: {
      readonly spec?: { readonly containers: readonly { readonly name: string; readonly image?: string }[] }
    }
  }
}

const containers = (object: Templated): readonly { readonly name: string; readonly image?: string }[] =>
  object.spec?.template?.spec?.containers ?? []

/** CONTAINERS and IMAGES of anything with a pod template. */
export const containerColumns: readonly Column[] = [
  wideColumn<Templated>('CONTAINERS', (object) =>
    containers(object)
      .map(({ name }) => name)
      .join(','),
  ),
  wideColumn<Templated>('IMAGES', (object) =>
    containers(object)
      .map(({ image }) => image ?? '')
      .join(','),
  ),
]

export const deploymentColumns: readonly Column[] = [
  nameColumn,
  column<Deployment>('READY', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
  column<Deployment>('UP-TO-DATE', ({ status }) => String(status?.updatedReplicas ?? 0)),
  column<Deployment>('AVAILABLE', ({ status }) => String(status?.availableReplicas ?? 0)),
  ageColumn,
  ...containerColumns,
  wideColumn<Deployment>('SELECTOR', ({ spec }) => selectorText(spec?.selector)),
]

export const replicaSetColumns: readonly Column[] = [
  nameColumn,
  column<ReplicaSet>('DESIRED', ({ spec }) => String(spec?.replicas ?? 0)),
  column<ReplicaSet>('CURRENT', ({ status }) => String(status?.replicas ?? 0)),
  column<ReplicaSet>('READY', ({ status }) => String(status?.readyReplicas ?? 0)),
  ageColumn,
  ...containerColumns,
  wideColumn<ReplicaSet>('SELECTOR', ({ spec }) => selectorText(spec?.selector)),
]

export const replicationControllerColumns: readonly Column[] = [
  ...replicaSetColumns.slice(0, -1),
  wideColumn<ReplicationController>('SELECTOR', ({ spec }) => labelText(spec?.selector)),
]

export const statefulSetColumns: readonly Column[] = [
  nameColumn,
  column<StatefulSet>('READY', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
  ageColumn,
  ...containerColumns,
]

const daemonCount = (name: string, count: (status: Stored<DaemonSet>['status']) => number | undefined): Column =>
  column<DaemonSet>(name, ({ status }) => String(count(status) ?? 0))

export const daemonSetColumns: readonly Column[] = [
  nameColumn,
  daemonCount('DESIRED', (status) => status?.desiredNumberScheduled),
  daemonCount('CURRENT', (status) => status?.currentNumberScheduled),
  daemonCount('READY', (status) => status?.numberReady),
  daemonCount('UP-TO-DATE', (status) => status?.updatedNumberScheduled),
  daemonCount('AVAILABLE', (status) => status?.numberAvailable),
  column<DaemonSet>('NODE SELECTOR', ({ spec }) => labelText(spec?.template.spec?.nodeSelector)),
  ageColumn,
  ...containerColumns,
  wideColumn<DaemonSet>('SELECTOR', ({ spec }) => selectorText(spec?.selector)),
]

export const controllerRevisionColumns: readonly Column[] = [
  nameColumn,
  column<ControllerRevision>('CONTROLLER', ({ metadata }) => {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller === true)
    return orNone(
      owner === undefined
        ? undefined
        : `${owner.kind.toLowerCase()}.${owner.apiVersion.split('/')[0] ?? ''}/${owner.name}`,
    )
  }),
  column<ControllerRevision>('REVISION', ({ revision }) => String(revision)),
  ageColumn,
]
