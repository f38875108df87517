import type { KubeObject } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { type Fields, withChanged, withItems } from './with-defaults.ts'

/** A maximum is the default limit where none is given, a default limit the default request, and a minimum the last resort. */
export const limitRangeStrategy: Strategy = {
  defaults: (object: KubeObject) => withChanged(object, 'spec', (spec) => withItems(spec, 'limits', itemDefaults)),
}

const itemDefaults = (item: Fields): Fields => {
  if (item['type'] !== 'Container') return item
  const limits = { ...asFields(item['max']), ...asFields(item['default']) }
  const requests = { ...asFields(item['min']), ...limits, ...asFields(item['defaultRequest']) }
  return {
    ...item,
    ...(Object.keys(limits).length === 0 ? {} : { default: limits }),
    ...(Object.keys(requests).length === 0 ? {} : { defaultRequest: requests }),
  }
}

const asFields = (value: unknown): Fields => (value ?? {}) as Fields
