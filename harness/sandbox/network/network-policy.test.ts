import { describe, expect, it } from 'vitest'
import { aPod, aSandbox, aWebApp } from '../../testing/a-sandbox.ts'

const aShop = (policy: string) => {
  const sandbox = aSandbox(31)
  sandbox.apply(aPod('client', '[sleep, infinity]'))
  sandbox.apply(aPod('stranger', '[sleep, infinity]'))
  sandbox.apply(aWebApp('web', 1))
  sandbox.apply(`{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: it }, spec: ${policy} }`)
  sandbox.run(20)
  const get = (from: string, host = 'web') => {
    const runtime = sandbox.cluster.kubelets.podOf(sandbox.pods(from)[0]!.metadata.uid)
    return sandbox.cluster.network.request(runtime, { method: 'GET', host, port: 80, path: '/' }).kind
  }
  return { ...sandbox, get }
}

describe('a NetworkPolicy', () => {
  it('that denies all ingress leaves connections without an answer, and pods ready', () => {
    const shop = aShop('{ podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }')
    expect(shop.get('client')).toBe('unanswered')
    expect(shop.pods('web')[0]!.status!.containerStatuses![0]!.ready).toBe(true)
  })

  it('lets through whom it names, on the ports it names', () => {
    const rule = (port: number) =>
      `{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: client } } }], ports: [{ port: ${port} }] }] }`
    expect(aShop(rule(80)).get('client')).toBe('answered')
    expect(aShop(rule(80)).get('stranger')).toBe('unanswered')
    expect(aShop(rule(81)).get('client')).toBe('unanswered')
  })

  it('looks at the namespace of the other end where it is asked to', () => {
    const rule = (name: string) =>
      `{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name} } } }] }] }`
    expect(aShop(rule('shop')).get('client')).toBe('answered')
    expect(aShop(rule('elsewhere')).get('client')).toBe('unanswered')
  })

  it('that denies egress takes names away, too', () => {
    const shop = aShop('{ podSelector: { matchLabels: { app: client } }, policyTypes: [Egress] }')
    expect(shop.get('client')).toBe('unresolved')
    expect(shop.get('stranger')).toBe('answered')
  })
})
