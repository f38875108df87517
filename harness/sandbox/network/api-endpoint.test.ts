import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import { aSandbox, aWebApp } from '../../testing/a-sandbox.ts'

const scaleTo = (replicas: number, token: string): string =>
  `curl -sS -k -o /dev/null -w '%{http_code}\\n' -X PATCH -H "Authorization: Bearer ${token}" ` +
  `-H 'Content-Type: application/merge-patch+json' -d '{"spec":{"replicas":${replicas}}}' ` +
  'https://kubernetes.default.svc/apis/apps/v1/namespaces/shop/deployments/web/scale'

const OWN_TOKEN = '$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)'

const aScaler = (seed: number, command: string, isAllowed: boolean) => {
  const sandbox = aSandbox(seed)
  sandbox.cluster.connectContainers(() => Promise.reject(new Error('no shell in this test')))
  sandbox.apply(aWebApp('web', 2))
  sandbox.apply('{ apiVersion: v1, kind: ServiceAccount, metadata: { name: scaler } }')
  if (isAllowed) {
    sandbox.apply(
      '{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: scaler }, rules: [{ apiGroups: [apps], resources: [deployments/scale], verbs: [patch] }] }',
    )
    sandbox.apply(
      '{ apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: scaler }, roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: scaler }, subjects: [{ kind: ServiceAccount, name: scaler, namespace: shop }] }',
    )
  }
  sandbox.run(10)
  const container = { name: 'scaler', image: 'curlimages/curl:8.11.0', command: ['sh', '-c', command] }
  const spec = { serviceAccountName: 'scaler', restartPolicy: 'Never', containers: [container] }
  sandbox.apply(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'scaler' }, spec }))
  sandbox.run(20)
  const log = sandbox.admin.log({ resource: resources.pods, namespace: 'shop', name: 'scaler' }).trim()
  const web = sandbox.admin.get({ resource: resources.deployments, namespace: 'shop', name: 'web' })
  return { log, replicas: web.spec?.replicas }
}

describe('a program in a pod that calls the API server', () => {
  it('acts as the ServiceAccount of the pod, with the rights of that', () => {
    expect(aScaler(81, scaleTo(0, OWN_TOKEN), true)).toEqual({ log: '200', replicas: 0 })
    expect(aScaler(82, scaleTo(0, OWN_TOKEN), false)).toEqual({ log: '403', replicas: 2 })
  })

  it('is turned away with a token that nobody has, and without one', () => {
    expect(aScaler(83, scaleTo(0, 'made-up'), true)).toEqual({ log: '401', replicas: 2 })
    const get = 'curl -s -k https://kubernetes.default.svc/api/v1/namespaces/shop/pods | grep \'"message"\''
    expect(aScaler(84, get, true).log).toContain('User \\"system:anonymous\\" cannot list resource')
  })
})
