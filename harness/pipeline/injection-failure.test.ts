import { describe, expect, test } from 'vitest'
import { createRng } from '../adapters/system/create-rng.ts'
import { Fault } from '../domain/fault.ts'
import type { Check } from '../domain/check.ts'
import type { FaultWindow } from '../domain/trial.ts'
import { openInProcess } from '../sandbox/world/open-in-process.ts'
import { aFault } from '../testing/a-trial.ts'
import { losingShell } from '../testing/losing-shell.ts'
import { bringUp } from './bring-up.ts'
import { removeLeftOverFaults } from './fault-home.ts'
import { planFault, type FaultPlan } from './fault-plan.ts'
import { injectChaos } from './inject-chaos.ts'
import { refusedInjection } from './injection-failure.ts'
import { createLiveFault } from './live-fault.ts'
import { recoverChaos } from './recover-chaos.ts'
import { showFault } from './show-fault.ts'
import { createSymptom } from './symptom.ts'

const never = new AbortController().signal
const APP = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { release: '__RELEASE__' } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'nginx:1.27-alpine', resources: { limits: { cpu: 500m } } }] }
`

const anApp = async (overrides: Partial<Fault> = {}) => {
  const cluster = openInProcess({ namespace: 'shop', rng: createRng(4) })
  const { harness, clock } = cluster
  const environment = harness
  const app = { namespace: 'shop', manifests: APP, releases: ['1'] as const }
  const baseline = await bringUp({ environment, harness, clock }, app, never)
  const run = async (command: string, stdin = ''): Promise<string> => {
    const outcome = await harness.exec(command, { timeoutMs: 120_000, stdin })
    return outcome.status === 'exited' ? `${outcome.stdout}${outcome.stderr}` : outcome.status
  }
  const plan = planFault(
    {
      chance: createRng(5),
      place: 'shop',
      workload: 'web',
      mode: { fault_duration: '25s' },
      baseline,
      atMs: clock.nowMs(),
    },
    aFault(overrides),
  )
  const dependencies = { environment, harness, clock }
  const windows: FaultWindow[] = []
  const live = createLiveFault({ ...dependencies, keepWindow: (window) => windows.push(window) }, plan)
  const symptom = createSymptom({ harness, clock, note: () => undefined }, plan)
  return { ...dependencies, run, plan, live, symptom, windows }
}

const manifestOf = ({ steps: [step] }: FaultPlan) => {
  if (step === undefined || !('chaos' in step)) throw new Error('expected a Chaos object')
  return step.chaos
}

const invisible: Check & { readonly deadline: string } = {
  name: 'nobody sees it',
  command: 'kubectl -n shop get pods -o name',
  expect_stdout_contains: 'nothing',
  deadline: '20s',
}

describe('an injection fails with its reason', () => {
  test('where Chaos Mesh is not installed, or is too old for a kind or a field', () => {
    const unknown = 'error: resource mapping not found for name: "x": no matches for kind "TimeChaos" in version "v1"'
    expect(refusedInjection({ kind: 'TimeChaos' }, unknown, []).message).toContain('is not installed')
    expect(refusedInjection({ kind: 'TimeChaos' }, unknown, ['podchaos']).message).toMatch(/too old: it has podchaos/)
    const field = 'Error from server (BadRequest): strict decoding error: unknown field "spec.tls"'
    expect(refusedInjection({ kind: 'HTTPChaos' }, field, ['httpchaos']).message).toContain('does not know a field')
  })

  test('where there is no kind of Chaos Mesh at all, as the cluster says it', async () => {
    const { run, live } = await anApp()
    await run('kubectl delete $(kubectl get customresourcedefinitions -o name | grep chaos-mesh.org$)')
    await expect(live.inject(never)).rejects.toThrow(
      /StressChaos: Chaos Mesh is not installed on this cluster .*install version 2\.6 or later/,
    )
  })

  test('where a kind of Chaos Mesh is missing, as the cluster says it', async () => {
    const { run, live } = await anApp()
    await run('kubectl delete customresourcedefinitions stresschaos.chaos-mesh.org')
    await expect(live.inject(never)).rejects.toThrow(
      /StressChaos: Chaos Mesh on this cluster is too old: it has .*podchaos/,
    )
  })

  test("where the harness's account may not create the object", async () => {
    const { plan, clock, harness } = await anApp()
    const restricted = {
      exec: async (command: string, options: Parameters<typeof harness.exec>[1]) =>
        harness.exec(command.replace('kubectl ', 'kubectl --as=system:serviceaccount:shop:default '), options),
    }
    const injection = injectChaos({ environment: restricted, harness, clock }, manifestOf(plan), plan.home, never)
    await expect(injection).rejects.toThrow(
      /StressChaos: the harness's account may not create it \(RBAC\): .*forbidden/,
    )
  })

  test('where an object of the name is there with another spec', async () => {
    const { run, plan, environment, harness, clock } = await anApp()
    await run(`kubectl create namespace ${plan.home}`)
    const manifest = manifestOf(plan)
    await injectChaos({ environment, harness, clock }, manifest, plan.home, never)
    const changed = { ...manifest, spec: { ...(manifest['spec'] as object), stressors: { cpu: { workers: 1 } } } }
    await expect(injectChaos({ environment, harness, clock }, changed, plan.home, never)).rejects.toThrow(
      'a spec cannot be updated',
    )
  })

  test('where its fields are wrong, before anything is applied', async () => {
    const { plan, environment, harness, clock } = await anApp()
    const wrong = { ...manifestOf(plan), spec: { mode: 'some' } }
    await expect(injectChaos({ environment, harness, clock }, wrong, 'nowhere', never)).rejects.toThrow(/spec\.mode/)
  })

  test('where it finds no target', async () => {
    const { run, live } = await anApp()
    await run('kubectl -n shop delete deployment web; sleep 40')
    await expect(live.inject(never)).rejects.toThrow('no pod is selected')
  })

  test('not where its removal fails once: that is done again, and said', async () => {
    const cluster = await anApp()
    const { plan, harness, clock, run, windows } = cluster
    const environment = losingShell(harness)
    environment.lose('kubectl delete namespace')
    const keepWindow = (window: FaultWindow) => windows.push(window)
    const live = createLiveFault({ environment, harness, clock, keepWindow }, plan)
    await live.inject(never)
    await live.close()
    expect(windows).toEqual([expect.objectContaining({ note: 'the connection was lost' })])
    expect(windows[0]?.recoveredMs).toBeGreaterThan(0)
    expect(await run(`sleep 30; kubectl get namespace ${plan.home}`)).toContain('NotFound')
  })

  test('where pods were replaced while it was injected', async () => {
    const { run, plan, live, symptom, harness } = await anApp({ symptom: invisible })
    const replacing = {
      ...live,
      inject: async (signal: AbortSignal) => {
        await live.inject(signal)
        await run('kubectl -n shop delete pods -l app=web; sleep 5')
      },
    }
    await expect(showFault({ harness, live: replacing, symptom }, plan, never)).rejects.toThrow(
      /pods were replaced while it was injected, .*: web-\S+, web-/,
    )
  })

  test('where it has no effect', async () => {
    const { plan, live, symptom, harness } = await anApp({ symptom: invisible })
    await expect(showFault({ harness, live, symptom }, plan, never)).rejects.toThrow(
      /did not show within 20 s: .*it was injected, and has no effect that can be seen/,
    )
  })

  test('and waits where conditions lag, whatever AllRecovered says meanwhile', async () => {
    const { run, plan, environment, harness, clock } = await anApp()
    await run(`kubectl create namespace ${plan.home}`)
    const states: string[] = []
    const watching = {
      exec: async (command: string, options: Parameters<typeof harness.exec>[1]) => {
        const outcome = await harness.exec(command, options)
        if (states.length < 2 && command.includes(',events -o json')) {
          states.push(command)
          const conditions = [
            { type: 'Selected', status: 'True' },
            { type: 'AllInjected', status: 'False' },
            { type: 'AllRecovered', status: 'True' },
          ]
          const item = {
            kind: 'StressChaos',
            metadata: { name: manifestOf(plan).metadata.name },
            status: { conditions },
          }
          return { ...outcome, stdout: JSON.stringify({ items: [item] }) }
        }
        return outcome
      },
    }
    const startMs = clock.nowMs()
    await injectChaos({ environment, harness: watching as typeof harness, clock }, manifestOf(plan), plan.home, never)
    expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(4000)
  })
})

describe('a fault goes away', () => {
  test('where something else holds its object: it is deleted again, then forced, and the row says so', async () => {
    const { run, plan, live, clock, windows } = await anApp()
    await live.inject(never)
    const object = `stresschaos/${manifestOf(plan).metadata.name}`
    const hold = `'{"metadata":{"finalizers":["chaos-mesh/records","example.com/hold"]}}'`
    await run(`kubectl -n ${plan.home} patch ${object} --type=merge -p ${hold}`)
    const startMs = clock.nowMs()
    await live.close()
    expect(clock.nowMs() - startMs).toBeGreaterThan(110_000)
    expect(windows).toMatchObject([
      {
        recoveredMs: expect.any(Number),
        note: expect.stringMatching(/did not recover; its finalizer was removed by force$/),
      },
    ])
    expect(await run(`kubectl -n ${plan.home} get stresschaos`)).toContain('No resources found')
  })

  test('where its object went only when it was deleted a second time, with a note', async () => {
    const { run, plan, live, harness, clock } = await anApp()
    await live.inject(never)
    const { name } = manifestOf(plan).metadata
    const patch = (finalizers: string): Promise<string> =>
      run(
        `kubectl -n ${plan.home} patch stresschaos ${name} --type=merge -p '{"metadata":{"finalizers":${finalizers}}}'`,
      )
    await patch('["chaos-mesh/records","example.com/hold"]')
    let deletions = 0
    const letsGo: typeof harness = {
      exec: async (command, options) => {
        if (command.includes(' delete stresschaos ')) deletions += 1
        if (deletions === 2) await patch('null')
        return harness.exec(command, options)
      },
    }
    const objects = [{ kind: 'stresschaos', name, experiments: 'stresschaos' }]
    const note = await recoverChaos({ environment: letsGo, harness, clock }, objects, plan.home)
    expect(note).toBe(`stresschaos.chaos-mesh.org/${name}: went away only when it was deleted a second time`)
  })

  test('also where its process was killed: it is found by its label, undone and told', async () => {
    const { run, plan, live, ...dependencies } = await anApp({
      inject: { mutations: [{ kubectl: ['scale', 'deployment/web', '--replicas=0'] }] },
      touches: ['deployment/web', 'configmap/made'],
      targets: { pods: 'none' },
    })
    await live.inject(never)
    await run('kubectl -n shop create configmap made')
    expect(await run('kubectl -n shop get deployment web -o jsonpath={.spec.replicas}')).toBe('0')
    expect(await removeLeftOverFaults(dependencies, (place) => place === 'shop')).toEqual([
      `fault in namespace ${plan.home}: recovered`,
    ])
    expect(await run('kubectl -n shop get deployment web -o jsonpath={.spec.replicas}')).toBe('2')
    expect(await run('kubectl -n shop get configmap made --ignore-not-found')).toBe('')
    await run('sleep 30')
    expect(await removeLeftOverFaults(dependencies, (place) => place === 'shop')).toEqual([])
  })

  test('and what it touched is made anew where it was deleted', async () => {
    const { run, live } = await anApp({
      inject: { mutations: [{ kubectl: ['delete', 'deployment', 'web'] }] },
      touches: ['deployment/web'],
      targets: { pods: 'none' },
    })
    await live.inject(never)
    expect(await run('kubectl -n shop get deployments -o name')).toBe('')
    await live.close()
    expect(await run('kubectl -n shop get deployments -o name')).toBe('deployment.apps/web\n')
  })
})

describe('a fault file', () => {
  const file = { ...aFault(), app: 'demo-app' }
  test('needs a way back from mutations', () => {
    const mutations = { mutations: [{ kubectl: ['scale', 'deployment/web', '--replicas=0'] }] }
    expect(Fault.safeParse({ ...file, inject: mutations }).success).toBe(false)
    expect(Fault.safeParse({ ...file, inject: mutations, touches: ['deployment/web'] }).success).toBe(true)
    expect(Fault.safeParse({ ...file, inject: mutations, touches: ['a/b'], lifetime: 'expires' }).success).toBe(false)
  })
})
