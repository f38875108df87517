type Fields = Readonly<Record<string, unknown>>

/** `autoscaling/v1` knows one metric: CPU, in percent of what is requested. */
const CPU = { type: 'Resource', name: 'cpu', target: 'Utilization' } as const

/** An autoscaler of version 1 as version 2 has it. */
export const toVersion2 = (object: Fields): Fields => {
  const { targetCPUUtilizationPercentage: percent, ...spec } = (object['spec'] ?? {}) as Fields
  const metric = {
    type: CPU.type,
    resource: { name: CPU.name, target: { type: CPU.target, averageUtilization: percent } },
  }
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    spec: { ...spec, ...(percent === undefined || percent === null ? {} : { metrics: [metric] }) },
  }
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
    spec: { ...spec, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
    status: { ...status, ...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }) },
  }
}

const cpuIn = (metrics: unknown, key: 'target' | 'current'): unknown => {
  for (const { resource } of (metrics ?? []) as readonly { readonly resource?: Fields }[]) {
    const value = (resource?.[key] as Fields | undefined)?.['averageUtilization']
    if (resource?.['name'] === CPU.name && value !== undefined) return value
  }
  return undefined
}
