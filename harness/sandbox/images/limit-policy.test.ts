import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import { aSandbox } from '../../testing/a-sandbox.ts'

const POLICY = `
apiVersion: v1
kind: Pod
metadata: { name: policy, labels: { app: policy } }
spec:
  containers:
    - name: policy
      image: registry.shop.example/shop/limit-policy:1.0.0
      env: [{ name: MEMORY_LIMIT, value: 24Mi }]
`
const SERVICE =
  '{ apiVersion: v1, kind: Service, metadata: { name: policy }, spec: { selector: { app: policy }, ports: [{ port: 443, targetPort: 8443 }] } }'
const WEBHOOK = (failurePolicy: string): string => `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: limits }
webhooks:
  - name: limits.example.com
    admissionReviewVersions: [v1]
    sideEffects: None
    failurePolicy: ${failurePolicy}
    clientConfig: { service: { name: policy, namespace: shop } }
    rules: [{ apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods] }]
`
const aPod = (name: string): string =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: ${name} }, spec: { containers: [{ name: a, image: 'busybox:1.36', command: [sleep, infinity], resources: { requests: { memory: 64Mi }, limits: { memory: 128Mi } } }] } }`

describe('a webhook that somebody answers', () => {
  it('changes what is created, for as long as its server runs', () => {
    const sandbox = aSandbox(91)
    const memoryOf = (name: string) =>
      sandbox.admin.get({ resource: resources.pods, namespace: 'shop', name }).spec?.containers[0]?.resources
    sandbox.apply(POLICY)
    sandbox.apply(SERVICE)
    sandbox.run(20)
    sandbox.apply(WEBHOOK('Fail'))
    sandbox.apply(aPod('changed'))
    expect(memoryOf('changed')).toEqual({ limits: { memory: '24Mi' }, requests: { memory: '24Mi' } })
    sandbox.admin.delete({ resource: resources.pods, namespace: 'shop', name: 'policy' }, { gracePeriodSeconds: 0 })
    sandbox.run(5)
    expect(() => sandbox.apply(aPod('refused'))).toThrow('failed calling webhook "limits.example.com"')
  })
})
