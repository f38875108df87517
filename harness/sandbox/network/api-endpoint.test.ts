import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import { aPod, aSandbox, aWebApp } from '../../testing/a-sandbox.ts'
import { answerFromApi } from './api-endpoint.ts'

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

describe('a request to the API server from a pod', () => {
  const sandbox = aSandbox(85)
  sandbox.cluster.connectContainers(() => Promise.reject(new Error('no shell in this test')))
  sandbox.admin.create(
    { resource: resources.clusterRoleBindings },
    {
      metadata: { name: 'all' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }],
    },
  )
  sandbox.apply(aPod('one', '[sleep, infinity]'))
  sandbox.apply(aPod('two', '[sleep, infinity]'))
  sandbox.run(10)
  const ask = (method: string, path: string, sent: object = {}) => {
    const authorization = `Bearer token-of-${sandbox.pods('one')[0]!.metadata.uid}`
    const request = { method, path, host: 'kubernetes.default.svc', port: 443, headers: { authorization }, ...sent }
    const { status, body } = answerFromApi({ server: sandbox.server, podOf: sandbox.cluster.kubelets.podOf }, request)
    return { status, body: JSON.parse(body) as Record<string, unknown> }
  }
  const PODS = '/api/v1/namespaces/shop/pods'

  it('lists what is selected, as the server writes lists', () => {
    expect(ask('GET', `${PODS}?labelSelector=app%3Dtwo`).body).toMatchObject({
      kind: 'PodList',
      metadata: { resourceVersion: expect.any(String) as string },
      items: [{ metadata: { name: 'two' } }],
    })
  })

  it.each([
    ['GET', `${PODS}?watch=true`, 400, 'the parameter watch'],
    ['DELETE', `${PODS}/two?dryRun=All`, 400, 'the parameter dryRun'],
    ['DELETE', `${PODS}/two/status`, 405, 'does not allow this method'],
    ['GET', `${PODS}/two/log`, 404, 'could not find the requested resource'],
    ['PATCH', `${PODS}/two`, 415, 'unknown format'],
    ['POST', PODS, 405, 'does not allow this method'],
    ['GET', '/api/v1/%zz', 400, 'not well encoded'],
  ])('is refused where it asks for more than is done: %s %s', (method, path, status, message) => {
    expect(ask(method, path)).toMatchObject({ status, body: { message: expect.stringContaining(message) as string } })
    expect(sandbox.pods('two')).toHaveLength(1)
  })

  it('is refused where its body says how to delete', () => {
    expect(ask('DELETE', `${PODS}/two`, { body: '{"dryRun":["All"]}' }).status).toBe(400)
    expect(sandbox.pods('two')[0]?.metadata.deletionTimestamp).toBeUndefined()
    expect(ask('DELETE', `${PODS}/two`).status).toBe(200)
    expect(sandbox.pods('two')[0]?.metadata.deletionTimestamp).toBeDefined()
  })
})
