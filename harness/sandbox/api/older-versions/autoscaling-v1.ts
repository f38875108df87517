import { isJsonObject } from '../merge/json.ts'
import type { Patch } from '../types/request.ts'

type Fields = Readonly<Record<string, unknown>>

/** `autoscaling/v1` knows one metric: CPU, in percent of what is requested. */
const PERCENT = 'targetCPUUtilizationPercentage'

/** An autoscaler of version 1, or part of one, as version 2 has it. */
export const toVersion2 = (object: Fields): Fields => ({
  ...object,
  apiVersion: 'autoscaling/v2',
  ...(isJsonObject(object['spec']) ? { spec: specInVersion2(object['spec']) } : {}),
})

/** An object in the version in which its kind is stored. */
export const inStoredVersion = (object: Fields): Fields =>
  object['apiVersion'] === 'autoscaling/v1' && object['kind'] === 'HorizontalPodAutoscaler'
    ? toVersion2(object)
    : object

/** A patch of an autoscaler of version 1 as one of version 2: what version 1 does not know stays as it is. */
export const patchInVersion2 = ({ type, body }: Pick<Patch, 'type' | 'body'>): unknown => {
  switch (type) {
    case 'json':
      return Array.isArray(body) ? body.map(operationInVersion2) : body
    case 'merge':
    case 'strategic':
    case 'apply':
      return isJsonObject(body) ? toVersion2(body) : body
  }
}

const operationInVersion2 = (operation: unknown): unknown => {
  if (!isJsonObject(operation) || operation['path'] !== `/spec/${PERCENT}`) return operation
  const { value } = operation
  return { ...operation, path: '/spec/metrics', ...(value === undefined ? {} : { value: metricsOf(value) }) }
}

const specInVersion2 = ({ [PERCENT]: percent, ...spec }: Fields): Fields =>
  percent === undefined ? spec : { ...spec, metrics: metricsOf(percent) }

const metricsOf = (percent: unknown): unknown => {
  const target = { type: 'Utilization', averageUtilization: percent }
  return percent === null ? null : [{ type: 'Resource', resource: { name: 'cpu', target } }]
}

/** An autoscaler of version 2, or a list of them, as version 1 has it; anything else as it is. */
export const toVersion1 = (body: unknown): unknown => {
  const object = body as Fields | null
  if (object?.['apiVersion'] !== 'autoscaling/v2') return body
  if (Array.isArray(object['items']))
    return { ...object, apiVersion: 'autoscaling/v1', items: (object['items'] as readonly Fields[]).map(autoscaler) }
  return { ...autoscaler(object), apiVersion: 'autoscaling/v1' }
}

const autoscaler = (object: Fields): Fields => {
  const { metrics, behavior: _behavior, ...spec } = (object['spec'] ?? {}) as Fields
  const { currentMetrics, conditions: _conditions, ...status } = (object['status'] ?? {}) as Fields
  const target = cpuIn(metrics, 'target')
  const current = cpuIn(currentMetrics, 'current')
  return {
    ...object,
    spec: { ...spec, ...(target === undefined ? {} : { [PERCENT]: target }) },
    status: { ...status, ...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }) },
  }
}

const cpuIn = (metrics: unknown, key: 'target' | 'current'): unknown => {
  for (const { resource } of (metrics ?? []) as readonly { readonly resource?: Fields }[]) {
    const value = (resource?.[key] as Fields | undefined)?.['averageUtilization']
    if (resource?.['name'] === 'cpu' && value !== undefined) return value
  }
  return undefined
}
