import type { ConfigMap, ResourceQuota, Secret, ServiceAccount } from 'kubernetes-types/core/v1.d.ts'
import type { Role, RoleBinding } from 'kubernetes-types/rbac/v1.d.ts'
import { ruleRows } from '../print/rule-rows.ts'
import { writeAnnotations, writeLabels } from './labels.ts'
import { writeScopes } from './quota-scopes.ts'
import type { Describer } from './types.ts'

export const describeConfigMap: Describer<ConfigMap> = (report, { metadata, data, binaryData }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, '\nData\n====\n')
  for (const [key, value] of sorted(data)) report.add(0, `${key}:\n----\n${value}\n\n`)
  report.add(0, '\nBinaryData\n====\n')
  for (const [key, value] of sorted(binaryData)) report.add(0, `${key}: ${decodedSize(value)} bytes\n`)
  report.add(0, '\n')
}

export const describeSecret: Describer<Secret> = (report, { metadata, type, data }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, `\nType:\t${type ?? ''}\n\nData\n====\n`)
  for (const [key, value] of sorted(data)) {
    const isToken = key === 'token' && type === 'kubernetes.io/service-account-token'
    report.add(
      0,
      isToken ? `${key}:\t${Buffer.from(value, 'base64').toString()}\n` : `${key}:\t${decodedSize(value)} bytes\n`,
    )
  }
}

export const describeServiceAccount: Describer<ServiceAccount> = (report, { metadata, secrets, imagePullSecrets }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  const names = (list: readonly { readonly name?: string }[] | undefined): string =>
    (list ?? []).map(({ name }) => name ?? '').join('\n\t') || '<none>'
  report.add(0, `Image pull secrets:\t${names(imagePullSecrets)}\n`)
  report.add(0, `Mountable secrets:\t${names(secrets)}\n`)
  report.add(0, 'Tokens:\t<none>\n')
}

export const describeQuota: Describer<ResourceQuota> = (report, { metadata, spec, status }) => {
  report.add(0, `Name:\t${metadata.name}\nNamespace:\t${metadata.namespace ?? ''}\n`)
  writeScopes(report, spec?.scopes, '')
  report.add(0, 'Resource\tUsed\tHard\n--------\t----\t----\n')
  for (const [name, hard] of sorted(status?.hard ?? spec?.hard)) {
    report.add(0, `${name}\t${String(status?.used?.[name] ?? '0')}\t${String(hard)}\n`)
  }
}

export const describeRole: Describer<Role> = (report, { metadata, rules }) => {
  report.add(0, `Name:\t${metadata.name}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, 'PolicyRule:\n')
  report.add(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs\n')
  report.add(1, '---------\t-----------------\t--------------\t-----\n')
  for (const row of ruleRows(rules ?? [])) report.add(1, `${row.join('\t')}\n`)
}

export const describeBinding: Describer<RoleBinding> = (report, { metadata, roleRef, subjects }) => {
  report.add(0, `Name:\t${metadata.name}\n`)
  writeLabels(report, 'Labels', metadata.labels)
  writeAnnotations(report, 'Annotations', metadata.annotations)
  report.add(0, 'Role:\n')
  report.add(1, `Kind:\t${roleRef.kind}\n`)
  report.add(1, `Name:\t${roleRef.name}\n`)
  report.add(0, 'Subjects:\n')
  report.add(1, 'Kind\tName\tNamespace\n')
  report.add(1, '----\t----\t---------\n')
  for (const { kind, name, namespace = '' } of subjects ?? []) report.add(1, `${kind}\t${name}\t${namespace}\n`)
}

const sorted = <V>(map: Readonly<Record<string, V>> | undefined): readonly (readonly [string, V])[] =>
  Object.entries(map ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))

const decodedSize = (base64: string): number => Buffer.from(base64, 'base64').length
