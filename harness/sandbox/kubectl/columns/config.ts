import type { ConfigMap, LimitRange, ResourceQuota, Secret, ServiceAccount } from 'kubernetes-types/core/v1.d.ts'
import type { ClusterRoleBinding, RoleBinding } from 'kubernetes-types/rbac/v1.d.ts'
import type { Stored } from '../../api/types/object.ts'
import { ageColumn, column, nameColumn, wideColumn } from './column.ts'
import type { Column } from './types.ts'

export const configMapColumns: readonly Column[] = [
  nameColumn,
  column<ConfigMap>('DATA', ({ data, binaryData }) =>
    String(Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length),
  ),
  ageColumn,
]

export const secretColumns: readonly Column[] = [
  nameColumn,
  column<Secret>('TYPE', ({ type }) => type ?? ''),
  column<Secret>('DATA', ({ data }) => String(Object.keys(data ?? {}).length)),
  ageColumn,
]

export const serviceAccountColumns: readonly Column[] = [
  nameColumn,
  column<ServiceAccount>('SECRETS', ({ secrets }) => String((secrets ?? []).length)),
  ageColumn,
]

export const quotaColumns: readonly Column[] = [
  nameColumn,
  ageColumn,
  ...(['REQUEST', 'LIMIT'] as const).map((name) =>
    column<ResourceQuota>(name, (quota) => quotaText(quota, name === 'LIMIT')),
  ),
]

const quotaText = ({ status, spec }: Stored<ResourceQuota>, isLimit: boolean): string =>
  Object.entries(status?.hard ?? spec?.hard ?? {})
    .filter(([name]) => name.startsWith('limits.') === isLimit)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${String(status?.used?.[name] ?? '0')}/${String(hard)}`)
    .join(', ')

/** Kinds that are listed with the time of their creation: limit ranges, roles, custom resource definitions. */
export const createdAtColumns: readonly Column[] = [
  nameColumn,
  column<LimitRange>('CREATED AT', ({ metadata }) => metadata.creationTimestamp),
]

type Binding = Stored<RoleBinding> | Stored<ClusterRoleBinding>

const subjects = (binding: Binding, kind: string): string =>
  (binding.subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map(({ name, namespace }) => (kind === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
    .join(', ')

export const bindingColumns: readonly Column[] = [
  nameColumn,
  column<RoleBinding>('ROLE', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
  ageColumn,
  wideColumn<RoleBinding>('USERS', (binding) => subjects(binding, 'User')),
  wideColumn<RoleBinding>('GROUPS', (binding) => subjects(binding, 'Group')),
  wideColumn<RoleBinding>('SERVICEACCOUNTS', (binding) => subjects(binding, 'ServiceAccount')),
]
