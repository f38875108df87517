import type { Container, EnvVar } from 'kubernetes-types/core/v1.d.ts'
import { parseQuantity } from '../../api/quantity.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import type { Report } from './report-writer.ts'

/** The value of a pod's field such as `status.podIP`. */
export type FieldResolver = (fieldPath: string) => string

/** `Environment Variables from:` and `Environment:` of a container. */
export const writeEnvironment = (
  report: Report,
  container: DeepReadonly<Container>,
  resolve: FieldResolver | undefined,
): void => {
  const { env = [], envFrom = [] } = container
  if (envFrom.length > 0) report.add(2, 'Environment Variables from:\n')
  for (const { configMapRef, secretRef, prefix } of envFrom) {
    const [reference, kind] = configMapRef === undefined ? [secretRef, 'Secret'] : [configMapRef, 'ConfigMap']
    const head = `${reference?.name ?? ''}\t${kind}${prefix ? ` with prefix '${prefix}'` : ''}`
    report.add(3, `${head}\tOptional: ${reference?.optional === true}\n`)
  }
  report.add(2, env.length === 0 ? 'Environment:\t<none>\n' : 'Environment:\n')
  for (const variable of env) report.add(3, variableText(variable, container, resolve))
}

const variableText = (
  { name, value = '', valueFrom }: DeepReadonly<EnvVar>,
  container: DeepReadonly<Container>,
  resolve: FieldResolver | undefined,
): string => {
  if (valueFrom === undefined) return `${name}:\t${value.split('\n').join('\n      \t')}\n`
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom
  if (fieldRef !== undefined) {
    return `${name}:\t${resolve?.(fieldRef.fieldPath) ?? ''} (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})\n`
  }
  if (resourceFieldRef !== undefined) {
    const [list, resource = ''] = resourceFieldRef.resource.split('.')
    const amounts = list === 'limits' ? container.resources?.limits : container.resources?.requests
    const amount = inUnits(amounts?.[resource], resourceFieldRef.divisor)
    return `${name}:\t${amount} (${resourceFieldRef.resource})\n`
  }
  if (secretKeyRef !== undefined) {
    const { key, name: secret = '', optional = false } = secretKeyRef
    return `${name}:\t<set to the key '${key}' in secret '${secret}'>\tOptional: ${optional}\n`
  }
  const { key = '', name: map = '', optional = false } = configMapKeyRef ?? {}
  return `${name}:\t<set to the key '${key}' of config map '${map}'>\tOptional: ${optional}\n`
}

/** An amount as the container sees it: a whole number of units, rounded up. */
const inUnits = (amount: unknown, divisor: unknown): string => {
  const total = parseQuantity(textOf(amount, '0'))?.nano ?? 0n
  const given = parseQuantity(textOf(divisor, '1'))?.nano ?? 0n
  const unit = given === 0n ? 1_000_000_000n : given
  return String((total + unit - 1n) / unit)
}

const textOf = (amount: unknown, absent: string): string =>
  typeof amount === 'string' || typeof amount === 'number' ? String(amount) : absent
