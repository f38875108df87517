import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { stdoutOf } from '../../domain/command-outcome.ts'
import type { ClusterPool, OpenCluster } from '../../ports/cluster.ts'
import { createSandboxPool } from './create-sandbox-pool.ts'

const never = new AbortController().signal
const aRequest = (seed = 1) => ({ namespace: 'opsskill-exp', mayChange: 'edit' as const, rng: createRng(seed) })

const TWO_DEPLOYMENTS = [
  'kubectl create namespace opsskill-exp',
  ...['mine', 'other'].map((name) => `kubectl -n opsskill-exp create deployment ${name} --image=nginx:1.27-alpine`),
  'kubectl -n opsskill-exp rollout status deployment/mine',
  'kubectl -n opsskill-exp rollout status deployment/other',
].join(' && ')

const CAN_I = ['patch deployments/mine', 'patch deployments/other', 'delete pods', 'create pods/exec']
  .map((question) => `kubectl -n opsskill-exp auth can-i ${question.replace('pods/exec', 'pods --subresource=exec')}`)
  .join('; ')

describe('the pool of sandbox clusters', () => {
  let pool: ClusterPool
  beforeAll(async () => {
    pool = await createSandboxPool()
  })
  afterAll(() => pool.close())

  it('gives every cluster a world of its own, and the same seed the same world', async () => {
    const seen: string[] = []
    for (const seed of [1, 1, 2]) {
      const cluster = await pool.open(aRequest(seed), never)
      await cluster.harness.exec('echo left > ~/file; kubectl create namespace left-over', { timeoutMs: 60_000 })
      const outcome = await cluster.harness.exec('kubectl get namespaces,pods -A; echo $RANDOM; ls ~', {
        timeoutMs: 60_000,
      })
      seen.push(`${cluster.clock.nowMs()} ${stdoutOf(outcome)}`)
      await cluster.close()
    }
    expect(seen[0]).toContain('left-over')
    expect(seen[1]).toBe(seen[0])
    expect(seen[2]).not.toBe(seen[0])
  })

  it('holds the method to a scope, in a new cluster and in a copy of one', async () => {
    const setUp = {
      key: 'two',
      run: async ({ harness }: OpenCluster) => {
        await harness.exec(TWO_DEPLOYMENTS, { timeoutMs: 60_000 })
        return []
      },
    }
    const request = {
      ...aRequest(),
      mayChange: { allow: [{ kind: 'Deployment', verbs: ['patch' as const], names: ['mine'] }] },
    }
    const fresh = await pool.open(request, never)
    await setUp.run(fresh)
    const answers: unknown[] = []
    const ask = async (cluster: OpenCluster): Promise<void> => {
      await cluster.grantMethod(never)
      const outcome = await cluster.method.exec(CAN_I, { timeoutMs: 60_000 })
      answers.push(stdoutOf(outcome).trim().split('\n'))
      await cluster.close()
    }
    await ask(fresh)
    const copied = await pool.openCopy?.(request, setUp, never)
    if (copied === undefined) throw new Error('not copied')
    await ask(copied.cluster)
    const free = await pool.openCopy?.(aRequest(), setUp, never)
    if (free === undefined) throw new Error('not copied')
    await ask(free.cluster)
    expect(answers).toEqual([
      ['yes', 'no', 'no', 'yes'],
      ['yes', 'no', 'no', 'yes'],
      ['yes', 'yes', 'yes', 'yes'],
    ])
  })

  it('sets up once what many trials begin with, and hands out copies that go on by themselves', async () => {
    let times = 0
    const setUp = {
      key: 'web',
      run: async ({ harness }: OpenCluster) => {
        times += 1
        const command =
          'kubectl create namespace opsskill-exp && kubectl -n opsskill-exp create deployment web --image=nginx:1.27-alpine && ' +
          'kubectl -n opsskill-exp rollout status deployment/web'
        await harness.exec(command, { timeoutMs: 60_000 })
        return []
      },
    }
    const seen: string[] = []
    for (const seed of [1, 1, 2]) {
      const copied = await pool.openCopy?.(aRequest(seed), setUp, never)
      if (copied === undefined) throw new Error('not copied')
      const { cluster, openedMs } = copied
      const read = async (command: string): Promise<string> =>
        stdoutOf(await cluster.harness.exec(`kubectl -n opsskill-exp ${command}`, { timeoutMs: 60_000 }))
      expect(await read('logs deploy/web')).toMatch(/^(?:(?!ready for start up)[^])*ready for start up(?!.*ready)/)
      expect(cluster.clock.nowMs() - openedMs).toBeGreaterThan(60_000)
      await read('delete pods --all')
      seen.push(await read('get pods --no-headers'))
      await cluster.close()
    }
    expect(times).toBe(1)
    expect(seen[0]).toMatch(/^web-\S+ +1\/1 +Running +0 /)
    expect(seen[1]).toBe(seen[0])
    expect(seen[2]).not.toBe(seen[0])
  })

  it('makes no copies of what comes and goes', async () => {
    const run = async ({ harness }: OpenCluster) => {
      await harness.exec('kubectl create namespace opsskill-exp && kubectl -n opsskill-exp run web --image=nginx', {
        timeoutMs: 60_000,
      })
      return []
    }
    expect(await pool.openCopy?.(aRequest(), { key: 'starting', run }, never)).toBeUndefined()
  })

  it("starts without the task's namespace, in which the method may work as soon as it exists", async () => {
    const cluster = await pool.open(aRequest(), never)
    const method = (command: string) => cluster.method.exec(command, { timeoutMs: 60_000 })
    expect(await cluster.harness.exec('kubectl get ns opsskill-exp', { timeoutMs: 60_000 })).toMatchObject({
      exitCode: 1,
    })
    expect(await method('kubectl get pods')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('forbidden'),
    })
    await cluster.harness.exec('kubectl create namespace opsskill-exp', { timeoutMs: 60_000 })
    expect(await method('kubectl get pods')).toMatchObject({ exitCode: 0 })
    expect(await method('kubectl -n kube-system get pods')).toMatchObject({ exitCode: 1 })
    expect(await method('kubectl get stresschaos')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('forbidden'),
    })
    expect(await method('kubectl get nodes')).toMatchObject({ exitCode: 0 })
    await cluster.close()
  })

  it('observes who changed what', async () => {
    const cluster = await pool.open(aRequest(), never)
    await cluster.harness.exec('kubectl create namespace opsskill-exp', { timeoutMs: 60_000 })
    await cluster.method.exec('kubectl create configmap mine --from-literal=a=1', { timeoutMs: 60_000 })
    await cluster.method.exec('kubectl label configmap mine tier=web', { timeoutMs: 60_000 })
    await cluster.method.exec('kubectl create namespace other', { timeoutMs: 60_000 })
    const mutations = await cluster.audit.mutations()
    expect(mutations.filter(({ actor }) => actor !== 'controller')).toEqual([
      expect.objectContaining({
        actor: 'harness',
        verb: 'create',
        kind: 'Namespace',
        name: 'opsskill-exp',
        denied: false,
        paths: [],
      }),
      expect.objectContaining({
        actor: 'method',
        verb: 'create',
        kind: 'ConfigMap',
        name: 'mine',
        namespace: 'opsskill-exp',
      }),
      expect.objectContaining({
        actor: 'method',
        verb: 'patch',
        kind: 'ConfigMap',
        name: 'mine',
        paths: ['metadata.labels'],
      }),
      expect.objectContaining({ actor: 'method', verb: 'create', kind: 'Namespace', denied: true }),
    ])
    await cluster.close()
  })

  it('runs what is asked at the same time one after the other, and measures each by itself', async () => {
    const cluster = await pool.open(aRequest(), never)
    const startMs = cluster.clock.nowMs()
    const outcomes = await Promise.all([
      cluster.harness.exec('sleep 3', { timeoutMs: 60_000 }),
      cluster.method.exec('sleep 1', { timeoutMs: 60_000 }),
      cluster.clock.sleep(10_000),
    ])
    expect(outcomes.slice(0, 2)).toMatchObject([{ durationMs: 3008 }, { durationMs: 1008 }])
    expect(cluster.clock.nowMs() - startMs).toBe(14_016)
    await cluster.close()
  })

  it('opens one cluster at a time', async () => {
    const cluster = await pool.open(aRequest(), never)
    await expect(pool.open(aRequest(), never)).rejects.toThrow('already attached')
    await cluster.close()
  })
})
