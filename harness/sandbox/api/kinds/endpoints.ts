import type { Strategy } from '../types/resource.ts'
import { withDefaults, withItems } from './with-defaults.ts'

export const endpointsStrategy: Strategy = {
  defaults: (object) =>
    withItems(object, 'subsets', (subset) =>
      withItems(subset, 'ports', (port) => withDefaults(port, { protocol: 'TCP' })),
    ),
}

export const endpointSliceStrategy: Strategy = {
  defaults: (object) => withItems(object, 'ports', (port) => withDefaults(port, { name: '', protocol: 'TCP' })),
}
