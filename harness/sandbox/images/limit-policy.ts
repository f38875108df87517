import type { Container, Pod } from 'kubernetes-types/core/v1.d.ts'
import { unitValue } from '../api/quantity.ts'
import type { KubeObject, Stored } from '../api/types/object.ts'

/** A pod whose containers all have one limit of memory, and requests that fit below it. Anything else stays as it is. */
export const withMemoryLimit = (object: KubeObject, memory: string): KubeObject => {
  if (object.kind !== 'Pod') return object
  const { spec } = object as Stored<Pod>
  return {
    ...object,
    spec: { ...spec, containers: spec?.containers.map((one) => limited(one as Container, memory)) },
  } as KubeObject
}

const limited = (container: Container, memory: string): Container => {
  const { limits, requests } = container.resources ?? {}
  const isTooMuch = requests?.['memory'] !== undefined && unitValue(requests['memory']) > unitValue(memory)
  return {
    ...container,
    resources: {
      ...container.resources,
      limits: { ...limits, memory },
      ...(isTooMuch ? { requests: { ...requests, memory } } : {}),
    },
  }
}
