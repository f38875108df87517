import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stdoutOf } from '../domain/command-outcome.ts'
import type { MayChange } from '../domain/method-rights.ts'
import type { Clock } from '../ports/clock.ts'
import type { OpenCluster } from '../ports/cluster.ts'
import type { Shell } from '../ports/shell.ts'
import { openInProcess } from '../sandbox/world/open-in-process.ts'
import { anRng } from '../testing/an-rng.ts'
import { losingShell } from '../testing/losing-shell.ts'
import { createSharedPool } from './create-shared-pool.ts'
import { readIdentity } from './read-identity.ts'
import type { SharedPool } from './create-shared-pool.ts'

const never = new AbortController().signal
const aRequest = { namespace: 'opsskill-exp', rng: anRng('unused') }

describe('a pool on a cluster that others use too', () => {
  let world: OpenCluster
  const lines: string[] = []
  const pools: SharedPool[] = []
  beforeEach(() => {
    world = openInProcess({ rng: anRng('shared'), namespace: 'nowhere' })
    lines.length = 0
    killed.clear()
    runs.clear()
  })
  afterEach(async () => {
    for (const pool of pools.splice(0)) await pool.close()
  })

  /** The world's time, in which nobody waits: renewing a lease must not drive the simulation, and pauses before another attempt take none. */
  const clockOf = (extraMs = 0): Clock => ({
    nowMs: () => world.clock.nowMs() + extraMs,
    sleep: (_ms, signal) =>
      signal === undefined
        ? Promise.resolve()
        : new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
  })
  const killed = new Set<string>()
  const runs = new Set<string>()
  const openPool = async (name: string, extraMs = 0, harness: Shell = world.harness): Promise<SharedPool> => {
    const pool = await createSharedPool(
      {
        harness,
        method: world.method,
        clock: clockOf(extraMs),
        chance: anRng(name),
        holders: {
          own: name,
          stateOf: (holder) => (killed.has(holder) ? 'gone' : runs.has(holder) ? 'runs' : 'unknown'),
        },
        log: (line) => lines.push(line),
      },
      {
        identity: await readIdentity(world.harness, { kind: 'ssh', isolation: 'restricted' }),
        protectedNamespaces: ['default', 'kube-system'],
      },
    )
    pools.push(pool)
    return pool
  }
  const run = (shell: Shell, command: string, stdin = '') => shell.exec(command, { timeoutMs: 120_000, stdin })
  const openTrial = async (pool: SharedPool, mayChange: MayChange = 'edit'): Promise<OpenCluster> => {
    const cluster = await pool.open({ ...aRequest, mayChange }, never)
    await run(cluster.harness, `kubectl create namespace ${cluster.namespace}`)
    await run(cluster.harness, `kubectl -n ${cluster.namespace} create deployment web --image=nginx:1.27-alpine`)
    await cluster.grantMethod(never)
    await cluster.admitMethod(never)
    return cluster
  }
  const names = async (kind: string): Promise<readonly string[]> =>
    stdoutOf(await run(world.harness, `kubectl get ${kind} -o name`))
      .split('\n')
      .filter(Boolean)

  it('gives a trial a namespace and an account of its own, and leaves nothing behind', async () => {
    const pool = await openPool('one')
    const before = await names('namespaces,clusterroles,clusterrolebindings')
    const cluster = await openTrial(pool)
    expect(cluster.namespace).toMatch(/^[a-z]{10}$/)
    expect(cluster.identity).toMatchObject({ kind: 'ssh', isolation: 'restricted', kubernetesVersion: 'v1.32.13' })
    const labels = await run(world.harness, `kubectl get ns ${cluster.namespace} -o jsonpath='{.metadata.labels}'`)
    expect(stdoutOf(labels)).not.toMatch(/opsskill|fault|chaos|task|method/)
    await cluster.close()
    expect(await names('namespaces,clusterroles,clusterrolebindings')).toEqual(before)
    expect(await names('serviceaccounts -n ops-tenancy')).toEqual(['serviceaccount/default'])
    expect(stdoutOf(await run(world.method, 'ls -A ~'))).not.toContain('kubeconfig')
  })

  it('lets the method work in that namespace only, under the name that the task has for it', async () => {
    const pool = await openPool('one')
    const cluster = await openTrial(pool)
    const method = (command: string) => run(cluster.method, command)
    expect(await method('kubectl -n opsskill-exp get deployments -o name')).toMatchObject({
      exitCode: 0,
      stdout: 'deployment.apps/web\n',
    })
    expect(await method('kubectl get pods')).toMatchObject({ exitCode: 0 })
    expect(await method('kubectl get nodes')).toMatchObject({ exitCode: 0 })
    expect(await method(`kubectl get namespace ${cluster.namespace}`)).toMatchObject({ exitCode: 0 })
    expect(await method('kubectl get namespace kube-system')).toMatchObject({ exitCode: 1 })
    expect(await method('kubectl -n kube-system get pods')).toMatchObject({ exitCode: 1 })
    expect(await method('kubectl get stresschaos')).toMatchObject({ exitCode: 1 })
    expect(await method('kubectl -n ops-tenancy get leases')).toMatchObject({ exitCode: 1 })
    expect(await method('kubectl get deployment opsskill-exp')).toMatchObject({ status: 'denied', rule: 'namespace' })
    await cluster.close()
  })

  it('sees what the method changed and tried, and not what others do', async () => {
    const pool = await openPool('one')
    const cluster = await openTrial(pool)
    const { namespace } = cluster
    const method = (command: string, stdin?: string) => run(cluster.method, command, stdin)
    await method('kubectl -n opsskill-exp scale deployment/web --replicas=3')
    await method('kubectl create configmap mine --from-literal=a=1')
    await method('kubectl apply -f -', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: applied }\ndata: { a: b }\n')
    await method('kubectl delete pods --all --wait=false')
    await method('kubectl -n kube-system delete configmap coredns')
    await run(world.harness, 'kubectl -n default create configmap somebody-elses')
    const mutations = await cluster.audit.mutations()
    const shown = mutations
      .filter(({ actor }) => actor === 'method')
      .map(({ verb, kind, name, namespace: at, denied }) => `${denied ? 'denied ' : ''}${verb} ${kind}/${name} ${at}`)
    expect(shown.toSorted()).toEqual([
      `create ConfigMap/applied ${namespace}`,
      `create ConfigMap/mine ${namespace}`,
      `deletecollection Pod/* ${namespace}`,
      'denied delete ConfigMap/coredns kube-system',
      `patch Deployment/web ${namespace}`,
    ])
    expect(mutations.find(({ kind }) => kind === 'Deployment')).toMatchObject({ paths: ['spec.replicas'] })
    expect(mutations).toContainEqual(expect.objectContaining({ name: 'somebody-elses', actor: 'controller' }))
    await cluster.close()
  })

  it('lets the method change what a scope allows, where it is held to one', async () => {
    const scope: MayChange = { allow: [{ kind: 'Deployment', verbs: ['patch', 'update'], names: ['web'] }] }
    const cluster = await openTrial(await openPool('one'), scope)
    await run(cluster.harness, `kubectl -n ${cluster.namespace} create deployment other --image=nginx:1.27-alpine`)
    const seen: string[] = []
    for (const command of [
      'scale deployment/web --replicas=2',
      'set env deployment/web LEVEL=1',
      'rollout restart deployment/web',
      'exec deploy/web -- true',
      'scale deployment/other --replicas=2',
      'delete deployment/web',
      'delete pods --all',
      'create configmap mine',
    ]) {
      const outcome = await run(cluster.method, `kubectl -n opsskill-exp ${command}`)
      seen.push(outcome.status === 'exited' && outcome.exitCode === 0 ? 'done' : 'refused')
    }
    expect(seen.join(' ')).toBe('done done done done refused refused refused refused')
    const mutations = await cluster.audit.mutations()
    expect(mutations.filter(({ denied }) => denied).map(({ verb, kind, name }) => `${verb} ${kind}/${name}`)).toEqual([
      'patch Deployment/other',
      'delete Deployment/web',
      'deletecollection Pod/*',
      'create ConfigMap/mine',
    ])
    await cluster.close()
  })

  it('removes what a harness that was killed left, and says so; not what one that lives has', async () => {
    const killed = await openTrial(await openPool('killed'))
    const alive = await openPool('second')
    expect(lines).toEqual([])
    const place = await openTrial(alive)
    // Leases are judged by the host's clock: minutes later the first one is dead, the second one would be too if it had not renewed.
    await world.clock.sleep(100_000)
    await alive.open({ ...aRequest, mayChange: 'edit' }, never).then((cluster) => cluster.close())
    await world.clock.sleep(60_000)
    await openPool('third')
    expect(lines).toEqual([
      `cluster: removed namespace ${killed.namespace}`,
      expect.stringMatching(/^cluster: removed account [a-z]{10}$/),
      expect.stringMatching(/^cluster: removed the lease of [a-z]{10}/),
    ])
    expect(await names('namespaces')).toContain(`namespace/${place.namespace}`)
    expect(await names('namespaces')).not.toContain(`namespace/${killed.namespace}`)
    await place.close()
  })

  it('removes at once what a process of this machine left that is known to be gone', async () => {
    const cluster = await openTrial(await openPool('killed'))
    const alive = await openTrial(await openPool('alive'))
    killed.add('killed')
    await openPool('next')
    expect(lines[0]).toBe(`cluster: removed namespace ${cluster.namespace}`)
    expect(await names('namespaces')).toContain(`namespace/${alive.namespace}`)
    await alive.close()
  })

  it('leaves what a process of this machine has that is known to run, however long it did not renew its lease', async () => {
    runs.add('slow')
    const cluster = await openTrial(await openPool('slow'))
    await world.clock.sleep(1_000_000)
    await openPool('next')
    expect(lines).toEqual([])
    expect(await names('namespaces')).toContain(`namespace/${cluster.namespace}`)
    await cluster.close()
  })

  it('is right about leases although its machine is off by minutes', async () => {
    const cluster = await openTrial(await openPool('exact'))
    await openPool('late', -10 * 60_000)
    await openPool('early', 10 * 60_000)
    expect(lines).toEqual([])
    await cluster.close()
  })

  it('voids a trial whose token expires under the method', async () => {
    const pool = await openPool('one')
    const cluster = await openTrial(pool)
    await world.clock.sleep(2 * 60 * 60_000 + 1000)
    await expect(run(cluster.method, 'kubectl get pods')).rejects.toThrow("the method's token expired")
  })

  it('puts back what the method changed elsewhere, where its identity could', async () => {
    await run(world.harness, 'kubectl -n default create configmap shared --from-literal=a=1')
    const pool = await openPool('one')
    const cluster = await openTrial(pool)
    const account = stdoutOf(await run(world.harness, 'kubectl -n ops-tenancy get serviceaccounts -o name'))
      .split('\n')
      .find((line) => !line.endsWith('/default'))
      ?.split('/')[1]
    await run(
      world.harness,
      `kubectl create clusterrolebinding too-much --clusterrole=cluster-admin --serviceaccount=ops-tenancy:${account}`,
    )
    await run(cluster.method, `kubectl -n default patch configmap shared -p '{"data":{"a":"2"}}'`)
    await run(cluster.method, 'kubectl -n default create configmap extra')
    expect(await cluster.audit.mutations()).toContainEqual(
      expect.objectContaining({ actor: 'method', kind: 'ConfigMap', name: 'shared', namespace: 'default' }),
    )
    await cluster.close()
    expect(lines).toEqual([
      'cluster: put ConfigMap/extra back, which the method had changed',
      'cluster: put ConfigMap/shared back, which the method had changed',
    ])
    const data = await run(world.harness, `kubectl -n default get configmap shared -o jsonpath='{.data.a}'`)
    expect(stdoutOf(data)).toBe('1')
    expect(await names('configmaps -n default')).not.toContain('configmap/extra')
  })

  it('cleans once more where the first attempt met a connection that was lost', async () => {
    const harness = losingShell(world.harness)
    const pool = await openPool('one', 0, harness)
    const cluster = await openTrial(pool)
    harness.lose('kubectl delete namespace')
    await cluster.close()
    expect(lines).toEqual(['cluster: cleaning up once more: the connection was lost'])
    expect(await names('namespaces')).not.toContain(`namespace/${cluster.namespace}`)
    expect(pool.setAside()).toBeUndefined()
  })

  it('removes an account that was only begun when the connection was lost', async () => {
    const harness = losingShell(world.harness)
    const pool = await openPool('one', 0, harness)
    const cluster = await pool.open({ ...aRequest, mayChange: 'edit' }, never)
    await run(cluster.harness, `kubectl create namespace ${cluster.namespace}`)
    harness.lose('create token')
    await expect(cluster.grantMethod(never)).rejects.toThrow('the connection was lost')
    expect(await names('serviceaccounts -n ops-tenancy')).toHaveLength(2)
    await cluster.close()
    expect(await names('serviceaccounts -n ops-tenancy')).toEqual(['serviceaccount/default'])
  })

  it('voids a trial during which others could take its harness for dead', async () => {
    const pool = await openPool('one')
    const cluster = await openTrial(pool)
    await world.clock.sleep(130_000)
    await expect(cluster.audit.mutations()).rejects.toThrow('was not renewed for 120 s')
    await cluster.close()
    const next = await openTrial(pool)
    expect(await next.audit.mutations()).toEqual([])
    await next.close()
  })

  it('sets a cluster aside that cannot be cleaned, and starts no further trial on it', async () => {
    let isStuck = false
    const harness: Shell = {
      exec: (command, options) =>
        isStuck && command.startsWith('kubectl delete namespace')
          ? run(world.harness, 'echo "timed out waiting for the condition" >&2; exit 1')
          : world.harness.exec(command, options),
    }
    const pool = await openPool('one', 0, harness)
    const cluster = await openTrial(pool)
    isStuck = true
    await expect(cluster.close()).rejects.toThrow('timed out waiting')
    await expect(pool.open({ ...aRequest, mayChange: 'edit' }, never)).rejects.toThrow(
      'the cluster is set aside: cleaning up failed',
    )
    await pool.close()
    // Its lease stays as a note of what is left.
    expect((await names('leases -n ops-tenancy')).length).toBe(1)
    pools.length = 0
  })

  it('goes on after a connection that was lost before a trial, and sets the cluster aside when there is none again', async () => {
    const harness = losingShell(world.harness)
    const pool = await openPool('one', 0, harness)
    harness.lose('patch lease')
    await (await openTrial(pool)).close()
    expect([pool.setAside(), lines]).toEqual([
      undefined,
      ['cluster: noting a trial once more: the connection was lost'],
    ])
    lines.length = 0
    harness.lose('patch lease', 3)
    await expect(openTrial(pool)).rejects.toThrow('the connection was lost')
    expect(pool.setAside()?.message).toBe('the cluster is set aside: noting a trial failed: the connection was lost')
    expect(lines).toHaveLength(3)
    expect(lines[2]).toBe(pool.setAside()?.message)
  })
})
