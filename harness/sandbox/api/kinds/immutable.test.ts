import { describe, expect, it } from 'vitest'
import { resources } from '../resources.ts'
import { aCluster, refusalOf } from '../testing.ts'
import type { ObjectRef } from '../types/request.ts'

const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'busybox:1.36' }] } }

const refusedPatch = (ref: ObjectRef, object: object, spec: object): string => {
  const { admin } = aCluster()
  admin.create(ref, { metadata: { name: ref.name }, ...object })
  return refusalOf(() => admin.patch(ref, { type: 'merge', body: { spec } })).message
}

describe('what cannot be changed any more', () => {
  const job = { resource: resources.jobs, namespace: 'shop', name: 'j' }
  const claim = { resource: resources.persistentVolumeClaims, namespace: 'shop', name: 'c' }
  const pod = { resource: resources.pods, namespace: 'shop', name: 'p' }
  const aClaim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }

  it.each([
    [
      'completions of a Job',
      job,
      { spec: { template } },
      { completions: 3 },
      'Job.batch "j" is invalid: spec.completions: Invalid value: 3: field is immutable',
    ],
    [
      'the class of a claim',
      claim,
      aClaim,
      { storageClassName: 'fast' },
      'PersistentVolumeClaim "c" is invalid: spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
    ],
    [
      'tolerations of a pod',
      pod,
      template,
      { tolerations: [] },
      'Pod "p" is invalid: spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
    ],
  ])('%s', (_title, ref, object, spec, message) => {
    expect(refusedPatch(ref, object, spec)).toBe(message)
  })

  it('where a volume lies', () => {
    const volume = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } }
    const ref = { resource: resources.persistentVolumes, name: 'v' }
    expect(refusedPatch(ref, { spec: volume }, { hostPath: { path: '/other' } })).toContain(
      'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation',
    )
  })
})
