import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aSandbox, aWebApp, statusOf } from '../testing/a-sandbox.ts'
import { isFinished, isReady } from './controllers/base/pods.ts'
import { resources } from './api/resources.ts'

describe('a new cluster', () => {
  it('is steady: its own pods run, and an hour changes nothing but nodes', () => {
    const sandbox = aSandbox(71)
    const pods = () => sandbox.admin.list({ resource: resources.pods }).items
    expect(
      pods()
        .map(statusOf)
        .filter((status) => !status.endsWith('Running 0')),
    ).toEqual([])
    const before = pods()
    sandbox.run(3600)
    expect(pods()).toEqual(before)
  })

  it('is the same twice from one seed, and differs for another', () => {
    const world = (seed: number): string => {
      const sandbox = aSandbox(seed)
      sandbox.apply(aWebApp('web', 2))
      sandbox.run(30)
      return JSON.stringify(
        sandbox.server.snapshot([
          { resource: resources.pods },
          { resource: resources.events },
          { resource: resources.endpoints },
        ]),
      )
    }
    expect(world(72)).toBe(world(72))
    expect(world(72)).not.toBe(world(73))
  })

  it('is a month old when it is handed over', () => {
    const sandbox = aSandbox(74)
    const [node] = sandbox.admin.list({ resource: resources.nodes }).items
    expect(sandbox.simulation.nowMs() - Date.parse(node!.metadata.creationTimestamp)).toBe(30 * 86_400_000)
  })
})

type Step =
  | { readonly do: 'scale'; readonly replicas: number }
  | { readonly do: 'image'; readonly image: string }
  | { readonly do: 'delete-pod'; readonly index: number }
  | { readonly do: 'wait'; readonly seconds: number }

const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('scale' as const), replicas: fc.integer({ min: 0, max: 4 }) }),
  fc.record({
    do: fc.constant('image' as const),
    image: fc.constantFrom('nginx:1.27-alpine', 'nginx:1.28-alpine', 'nginx:1.99-no'),
  }),
  fc.record({ do: fc.constant('delete-pod' as const), index: fc.nat(5) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 15 }) }),
)

describe('whatever an operator does', () => {
  it('ready endpoints are ready pods, counts converge, owners are there, quotas hold, and no event is from the future', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 10 }), fc.nat(1000), (steps, seed) => {
        const sandbox = aSandbox(seed)
        sandbox.apply(QUOTA)
        const deployment = { resource: resources.deployments, namespace: 'shop', name: 'web' }
        sandbox.apply(aWebApp('web', 2))
        for (const step of steps) perform(sandbox, step)
        // Back to an image that exists: then everything must settle.
        perform(sandbox, { do: 'image', image: 'nginx:1.27-alpine' })
        sandbox.run(240)
        const { spec, status } = sandbox.admin.get(deployment)
        const pods = sandbox.pods('web')
        expect(pods).toHaveLength(spec!.replicas!)
        expect(pods.every(isReady)).toBe(true)
        expect(status?.availableReplicas ?? 0).toBe(spec!.replicas)
        expectHonest(sandbox)
        expectOwned(sandbox)
      }),
      { numRuns: 25, seed: 20260105 },
    )
  })
})

const MOST_PODS = 5
/** As many as a rollout of four replicas takes: while old pods end, it has to wait. */
const QUOTA = `{ apiVersion: v1, kind: ResourceQuota, metadata: { name: few }, spec: { hard: { pods: '${MOST_PODS}' } } }`

/** What owns something exists, under the same name. */
const expectOwned = ({ server }: ReturnType<typeof aSandbox>): void => {
  const kinds = [
    resources.deployments,
    resources.replicaSets,
    resources.pods,
    resources.services,
    resources.endpointSlices,
  ]
  const objects = server.snapshot(kinds.map((resource) => ({ resource, namespace: 'shop' })))
  const names = new Map(objects.map(({ metadata }) => [metadata.uid, metadata.name]))
  for (const { metadata } of objects)
    for (const { uid, name } of metadata.ownerReferences ?? []) expect(names.get(uid)).toBe(name)
}

const perform = (sandbox: ReturnType<typeof aSandbox>, step: Step): void => {
  const deployment = { resource: resources.deployments, namespace: 'shop', name: 'web' }
  switch (step.do) {
    case 'scale':
      sandbox.admin.patch(deployment, { type: 'merge', body: { spec: { replicas: step.replicas } } })
      break
    case 'image':
      sandbox.admin.patch(deployment, {
        type: 'strategic',
        body: { spec: { template: { spec: { containers: [{ name: 'web', image: step.image }] } } } },
      })
      break
    case 'delete-pod': {
      const name = sandbox.pods('web')[step.index]?.metadata.name
      if (name !== undefined) sandbox.admin.delete({ resource: resources.pods, namespace: 'shop', name })
      break
    }
    case 'wait':
      sandbox.run(step.seconds)
      break
  }
  // Controllers need a moment; then the endpoints must be honest again.
  sandbox.run(0.3)
  expectHonest(sandbox)
}

const expectHonest = (sandbox: ReturnType<typeof aSandbox>): void => {
  // A pod whose containers have ended counts no more.
  expect(sandbox.pods().filter((pod) => !isFinished(pod)).length).toBeLessThanOrEqual(MOST_PODS)
  const pods = new Map(sandbox.pods('web').map((pod) => [pod.metadata.name, pod]))
  const endpoints = sandbox.admin.find({ resource: resources.endpoints, namespace: 'shop', name: 'web' })
  const addresses = (endpoints?.subsets ?? []).flatMap(({ addresses = [] }) => addresses)
  for (const { targetRef } of addresses) {
    const pod = pods.get(targetRef?.name ?? '')
    expect(pod !== undefined && isReady(pod)).toBe(true)
  }
  for (const event of sandbox.admin.list({ resource: resources.events, namespace: 'shop' }).items) {
    expect(Date.parse(String(event.lastTimestamp ?? event.eventTime))).toBeLessThanOrEqual(sandbox.simulation.nowMs())
  }
}
