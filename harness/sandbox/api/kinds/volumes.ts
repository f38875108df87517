import type { KubeObject } from '../types/object.ts'
import type { Strategy } from '../types/resource.ts'
import { type Fields, withChanged, withDefaults } from './with-defaults.ts'

export const persistentVolumeClaimStrategy: Strategy = {
  defaults: (object) => withChanged(object, 'spec', volumeClaimDefaults),
  prepareCreate: (object) => ({ ...object, status: { phase: 'Pending' } }) as KubeObject,
}

export const persistentVolumeStrategy: Strategy = {
  defaults: (object) =>
    withChanged(object, 'spec', (spec) =>
      withDefaults(spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }),
    ),
  prepareCreate: (object) => ({ ...object, status: { phase: 'Pending' } }) as KubeObject,
}

export const volumeClaimDefaults = (spec: Fields): Fields => withDefaults(spec, { volumeMode: 'Filesystem' })
