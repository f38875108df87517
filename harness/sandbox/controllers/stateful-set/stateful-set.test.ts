import { describe, expect, it } from 'vitest'
import { aSandbox, statusOf } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'

const aLedger = (name = 'ledger', image = 'nginx:1.27-alpine', more = ''): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name} }
spec:
  serviceName: ${name}
  replicas: 3
  selector: { matchLabels: { app: ${name} } }
${more}
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: ${name}
          image: ${image}
          ports: [{ containerPort: 80 }]
          readinessProbe: { httpGet: { path: /, port: 80 }, initialDelaySeconds: 1, periodSeconds: 2 }
`

const ref = { resource: resources.statefulSets, namespace: 'shop', name: 'ledger' }
const setImage = (image: string) => ({
  type: 'strategic' as const,
  body: { spec: { template: { spec: { containers: [{ name: 'ledger', image }] } } } },
})
const imagesOf = (sandbox: ReturnType<typeof aSandbox>, app = 'ledger') =>
  sandbox.pods(app).map(({ metadata, spec }) => `${metadata.name} ${spec?.containers[0]?.image}`)

describe('a StatefulSet of three', () => {
  it('makes its pods one after the other, each when the one before is ready', () => {
    const sandbox = aSandbox(81)
    const seen = sandbox.watchPods()
    sandbox.apply(aLedger())
    sandbox.run(30)
    const first = (text: string): number => seen.find(({ what }) => what.startsWith(text))?.at ?? Number.NaN
    expect(first('ledger-1 ')).toBeGreaterThanOrEqual(first('ledger-0 1/1 Running'))
    expect(first('ledger-2 ')).toBeGreaterThanOrEqual(first('ledger-1 1/1 Running'))
    expect(sandbox.pods('ledger').map(statusOf)).toEqual(Array(3).fill('1/1 Running 0'))
    expect(sandbox.events()).toContainEqual(
      expect.objectContaining({
        object: 'StatefulSet/ledger',
        reason: 'SuccessfulCreate',
        message: 'create Pod ledger-2 in StatefulSet ledger successful',
      }),
    )
    const { status } = sandbox.admin.get(ref)
    expect(status).toMatchObject({ replicas: 3, readyReplicas: 3, currentReplicas: 3, updatedReplicas: 3 })
    expect(status?.currentRevision).toBe(status?.updateRevision)
    expect(sandbox.pods('ledger')[2]!.metadata.labels).toMatchObject({
      'controller-revision-hash': status?.currentRevision,
      'statefulset.kubernetes.io/pod-name': 'ledger-2',
    })
  })

  it('gives them up from the highest down, one at a time', () => {
    const sandbox = aSandbox(82)
    sandbox.apply(aLedger())
    sandbox.run(30)
    const seen = sandbox.watchPods()
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { replicas: 0 } } })
    sandbox.run(20)
    const gone = seen.filter(({ what }) => what.endsWith(' gone')).map(({ what }) => what)
    expect(gone).toEqual(['ledger-2 gone', 'ledger-1 gone', 'ledger-0 gone'])
    const ends = seen.filter(({ what }) => what.includes('Terminating'))
    expect(ends[1]!.at).toBeGreaterThanOrEqual(seen.find(({ what }) => what === 'ledger-2 gone')!.at)
  })
})

describe('a bad image in a StatefulSet', () => {
  it('stops at the highest pod, stays after an undo, and heals when that pod is deleted by hand', () => {
    const sandbox = aSandbox(83)
    sandbox.apply(aLedger())
    sandbox.run(30)
    sandbox.admin.patch(ref, setImage('nginx:1.27-alpnie'))
    sandbox.run(40)
    expect(imagesOf(sandbox)).toEqual([
      'ledger-0 nginx:1.27-alpine',
      'ledger-1 nginx:1.27-alpine',
      'ledger-2 nginx:1.27-alpnie',
    ])
    sandbox.admin.patch(ref, setImage('nginx:1.27-alpine'))
    sandbox.run(30)
    expect(imagesOf(sandbox)[2]).toBe('ledger-2 nginx:1.27-alpnie')
    sandbox.admin.delete({ resource: resources.pods, namespace: 'shop', name: 'ledger-2' })
    sandbox.run(15)
    expect(imagesOf(sandbox)[2]).toBe('ledger-2 nginx:1.27-alpine')
    expect(sandbox.pods('ledger').map(statusOf)).toEqual(Array(3).fill('1/1 Running 0'))
    const history = sandbox.admin.list({ resource: resources.controllerRevisions, namespace: 'shop' }).items
    expect(history.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual([2, 3])
  })

  it('never lets the second pod exist when the first is not ready', () => {
    const sandbox = aSandbox(84)
    sandbox.apply(aLedger('journal', 'nginx:1.27-alpnie'))
    sandbox.run(60)
    expect(sandbox.pods('journal').map(({ metadata }) => metadata.name)).toEqual(['journal-0'])
  })
})

describe('a partition', () => {
  it('holds back lower pods, which come back with the old revision', () => {
    const sandbox = aSandbox(85)
    sandbox.apply(aLedger())
    sandbox.run(30)
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { updateStrategy: { rollingUpdate: { partition: 2 } } } } })
    sandbox.admin.patch(ref, setImage('nginx:1.28-alpine'))
    sandbox.run(15)
    sandbox.admin.delete({ resource: resources.pods, namespace: 'shop', name: 'ledger-0' })
    sandbox.run(10)
    expect(imagesOf(sandbox)).toEqual([
      'ledger-0 nginx:1.27-alpine',
      'ledger-1 nginx:1.27-alpine',
      'ledger-2 nginx:1.28-alpine',
    ])
    expect(sandbox.admin.get(ref).status).toMatchObject({ updatedReplicas: 1, currentReplicas: 2 })
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { updateStrategy: { rollingUpdate: { partition: 0 } } } } })
    sandbox.run(30)
    expect(imagesOf(sandbox).every((line) => line.endsWith('1.28-alpine'))).toBe(true)
  })
})

describe('volume claims of a StatefulSet', () => {
  it('are made for each pod and named after it', () => {
    const sandbox = aSandbox(86)
    const claims = `  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }`
    sandbox.apply(aLedger('ledger', 'nginx:1.27-alpine', claims))
    sandbox.run(1)
    const stored = sandbox.admin.list({ resource: resources.persistentVolumeClaims, namespace: 'shop' }).items
    expect(stored.map(({ metadata }) => metadata.name)).toEqual(['data-ledger-0'])
    expect(sandbox.pods('ledger')[0]!.spec!.volumes).toContainEqual(
      expect.objectContaining({
        name: 'data',
        persistentVolumeClaim: expect.objectContaining({ claimName: 'data-ledger-0' }) as object,
      }),
    )
    expect(sandbox.events().map(({ message }) => message)).toContain(
      'create Claim data-ledger-0 Pod ledger-0 in StatefulSet ledger success',
    )
  })
})
