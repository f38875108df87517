import { describe, expect, it } from 'vitest'
import { aPod, aSandbox } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'

const aClaim = (className = ''): string => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], ${className === '' ? '' : `storageClassName: ${className}, `}resources: { requests: { storage: 1Gi } } }
`
const aVolume = `
apiVersion: v1
kind: PersistentVolume
metadata: { name: disk }
spec: { capacity: { storage: 2Gi }, accessModes: [ReadWriteOnce], hostPath: { path: /mnt/disk } }
`
const aClass = (provisioner: string, mode: string): string => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ${provisioner}
volumeBindingMode: ${mode}
reclaimPolicy: Delete
`
const aUser = aPod(
  'user',
  '[sleep, infinity]',
  'busybox:1.36',
  '  terminationGracePeriodSeconds: 1\n  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]',
)

const claimOf = (sandbox: ReturnType<typeof aSandbox>) =>
  sandbox.admin.find({ resource: resources.persistentVolumeClaims, namespace: 'shop', name: 'data' })
const volumesOf = (sandbox: ReturnType<typeof aSandbox>) =>
  sandbox.admin.list({ resource: resources.persistentVolumes }).items.map(({ status }) => status?.phase)
const messageOf = (sandbox: ReturnType<typeof aSandbox>) =>
  sandbox.pods('user')[0]!.status!.conditions!.find(({ type }) => type === 'PodScheduled')?.message

describe('a claim without a class', () => {
  it('holds its pod back until a volume is there, is protected in use, and leaves the volume Released', () => {
    const sandbox = aSandbox(121)
    sandbox.apply(aUser)
    sandbox.run(3)
    expect(messageOf(sandbox)).toBe(
      '0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    )
    sandbox.apply(aClaim())
    sandbox.run(20)
    expect(messageOf(sandbox)).toContain('pod has unbound immediate PersistentVolumeClaims.')
    expect(sandbox.events()).toContainEqual({
      object: 'PersistentVolumeClaim/data',
      type: 'Normal',
      reason: 'FailedBinding',
      message: 'no persistent volumes available for this claim and no storage class is set',
      count: 2,
    })
    sandbox.apply(aVolume)
    sandbox.run(15)
    expect(claimOf(sandbox)?.status).toMatchObject({ phase: 'Bound', capacity: { storage: '2Gi' } })
    expect(volumesOf(sandbox)).toEqual(['Bound'])
    expect(sandbox.pods('user')[0]!.status!.phase).toBe('Running')
    sandbox.admin.delete({ resource: resources.persistentVolumeClaims, namespace: 'shop', name: 'data' })
    sandbox.run(5)
    expect(claimOf(sandbox)?.metadata.deletionTimestamp).toBeDefined()
    sandbox.admin.delete({ resource: resources.pods, namespace: 'shop', name: 'user' })
    sandbox.run(5)
    expect(claimOf(sandbox)).toBeUndefined()
    expect(volumesOf(sandbox)).toEqual(['Released'])
  })
})

describe('a claim with a class', () => {
  it('says that the class is missing', () => {
    const sandbox = aSandbox(122)
    sandbox.apply(aClaim('fast'))
    sandbox.run(3)
    expect(sandbox.events()).toContainEqual(
      expect.objectContaining({
        type: 'Warning',
        reason: 'ProvisioningFailed',
        message: 'storageclass.storage.k8s.io "fast" not found',
      }),
    )
  })

  it('gets its volume at once, or with its first consumer, on that pod’s node', () => {
    const immediate = aSandbox(123)
    immediate.apply(aClass('rancher.io/local-path', 'Immediate'))
    immediate.apply(aClaim('fast'))
    immediate.run(3)
    expect(claimOf(immediate)?.status?.phase).toBe('Bound')
    const patient = aSandbox(124)
    patient.apply(aClass('rancher.io/local-path', 'WaitForFirstConsumer'))
    patient.apply(aClaim('fast'))
    patient.run(10)
    expect(claimOf(patient)?.status?.phase).toBe('Pending')
    expect(patient.events().map(({ message }) => message)).toContain(
      'waiting for first consumer to be created before binding',
    )
    patient.apply(aUser)
    patient.run(10)
    const node = patient.pods('user')[0]!.spec!.nodeName
    expect(node).toMatch(/^node/)
    expect(claimOf(patient)?.metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe(node)
    patient.admin.delete({ resource: resources.pods, namespace: 'shop', name: 'user' })
    patient.admin.delete({ resource: resources.persistentVolumeClaims, namespace: 'shop', name: 'data' })
    patient.run(10)
    expect(volumesOf(patient)).toEqual([])
  })
})
