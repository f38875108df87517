import { describe, expect, it } from 'vitest'
import { resources } from '../api/resources.ts'
import type { ApiServer } from '../api/types/api-server.ts'
import { kubectl } from './kubectl.ts'
import { DEFAULT_KUBECTL_PROFILE } from './profile.ts'
import { ADMIN, aDesk, DEPLOYMENT, START } from '../../testing/a-desk.ts'
import { createYamlReader } from './yaml-reader.ts'

describe('apply', () => {
  it('creates, leaves alone, and changes only what the document changes', async () => {
    const { run, api } = aDesk()
    expect((await run('apply -f -', DEPLOYMENT)).stdout).toBe('deployment.apps/web created\n')
    await run('scale deploy/web --replicas=2')
    await run('label deploy/web team=a')
    expect((await run('apply -f -', DEPLOYMENT)).stdout).toBe('deployment.apps/web unchanged\n')
    const changed = DEPLOYMENT.replace('nginx:1', 'nginx:2')
    expect((await run('apply -f -', changed)).stdout).toBe('deployment.apps/web configured\n')
    const stored = api.as({ user: ADMIN }).get({ resource: resources.deployments, namespace: 'default', name: 'web' })
    expect(stored.spec?.template.spec?.containers[0]?.image).toBe('nginx:2')
    expect(stored.metadata.labels).toEqual({ team: 'a' })
  })

  it('stores nothing in a dry run', async () => {
    const { run } = aDesk()
    expect((await run('apply -f - --dry-run=client', DEPLOYMENT)).stdout).toBe(
      'deployment.apps/web created (dry run)\n',
    )
    expect((await run('apply -f - --dry-run=server', DEPLOYMENT)).stdout).toBe(
      'deployment.apps/web created (server dry run)\n',
    )
    expect((await run('get deploy')).stderr).toBe('No resources found in default namespace.\n')
  })

  it('says what is wrong with a document, and still applies the others', async () => {
    const { run } = aDesk()
    const result = await run(
      'apply -f -',
      `apiVersion: example.com/v1\nkind: Foo\nmetadata: {name: a}\n---\n${DEPLOYMENT}`,
    )
    expect(result.exitCode).toBe(1)
    expect(result.stdout).toBe('deployment.apps/web created\n')
    expect(result.stderr).toContain('no matches for kind "Foo" in version "example.com/v1"')
    expect((await run('apply -f none.yaml')).stderr).toBe('error: the path "none.yaml" does not exist\n')
  })
})

describe('get', () => {
  it('prints tables per kind with prefixed names, and a list as JSON', async () => {
    const { run } = aDesk()
    await run('apply -f -', DEPLOYMENT)
    expect((await run('get deploy,svc')).stdout).toBe(
      'NAME                  READY   UP-TO-DATE   AVAILABLE   AGE\n' +
        'deployment.apps/web   0/2     0            0           0s\n\n' +
        'NAME                 TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE\n' +
        'service/kubernetes   ClusterIP   10.96.0.1    <none>        443/TCP   0s\n',
    )
    const list = JSON.parse((await run('get deploy -o json')).stdout) as { kind: string; items: unknown[] }
    expect([list.kind, list.items.length]).toEqual(['List', 1])
  })

  it('shows what was found before it complains about the rest', async () => {
    const { run } = aDesk()
    await run('apply -f -', DEPLOYMENT)
    const result = await run('get deploy web gone --no-headers')
    expect(result.stdout).toMatch(/^web {3}0\/2/)
    expect(result.stderr).toBe('Error from server (NotFound): deployments.apps "gone" not found\n')
    expect((await run('get deploy gone -n none')).stderr).toBe(
      'Error from server (NotFound): namespaces "none" not found\n',
    )
  })

  it('watches until it is ended, and keeps what it has printed', async () => {
    const { run, simulation, api } = aDesk()
    simulation.schedule(5000, () => {
      api
        .as({ user: ADMIN })
        .create({ resource: resources.configMaps, namespace: 'default' }, { metadata: { name: 'late' } })
    })
    const handle = simulation.spawn(
      (flow) =>
        kubectl(
          {
            flow,
            profile: DEFAULT_KUBECTL_PROFILE,
            yaml: createYamlReader(),
            environment: {},
            directory: '/',
            connect: () => ({ status: 'connected', api, identity: ADMIN }),
            files: {
              read: () => Promise.resolve(undefined),
              list: () => Promise.resolve(undefined),
              write: () => Promise.resolve(),
            },
          },
          ['get', 'cm', '-w'],
        ),
      { deadlineMs: 10_000, onEnd: () => {} },
    )
    await simulation.run((flow) => flow.join(handle))
    const outcome = handle.outcome()
    expect(outcome).toMatchObject({ status: 'returned', value: { exitCode: 143 } })
    expect(outcome?.status === 'returned' ? outcome.value.stdout : '').toMatch(/late +0 +0s\n$/)
    expect((await run('get cm -o name')).stdout).toContain('configmap/late\n')
  })
})

describe('waiting', () => {
  const setReady = (api: ApiServer): void => {
    api.as({ user: ADMIN }).patch(
      { resource: resources.deployments, namespace: 'default', name: 'web' },
      {
        type: 'merge',
        body: {
          status: {
            observedGeneration: 1,
            replicas: 2,
            updatedReplicas: 2,
            availableReplicas: 2,
            conditions: [{ type: 'Available', status: 'True' }],
          },
        },
      },
      'status',
    )
  }

  it('for a rollout reports each step and the end', async () => {
    const { run, simulation, api } = aDesk()
    await run('apply -f -', DEPLOYMENT)
    simulation.schedule(7000, () => setReady(api))
    const before = simulation.nowMs()
    const result = await run('rollout status deploy/web')
    expect(result.stdout).toBe(
      'Waiting for deployment spec update to be observed...\ndeployment "web" successfully rolled out\n',
    )
    expect(simulation.nowMs() - before).toBe(7000)
  })

  it('ends at the limit in cluster time', async () => {
    const { run, simulation } = aDesk()
    await run('apply -f -', DEPLOYMENT)
    const before = simulation.nowMs()
    const result = await run('rollout status deploy/web --timeout=5s')
    expect([result.exitCode, result.stderr]).toEqual([1, 'error: timed out waiting for the condition\n'])
    expect(simulation.nowMs() - before).toBeGreaterThanOrEqual(5000)
    expect((await run('wait deploy/web --for=condition=Available --timeout=1s')).stderr).toBe(
      'error: timed out waiting for the condition on deployments/web\n',
    )
  })

  it('holds for conditions and paths', async () => {
    const { run, simulation, api } = aDesk()
    await run('apply -f -', DEPLOYMENT)
    simulation.schedule(3000, () => setReady(api))
    expect((await run('wait deploy/web --for=condition=available')).stdout).toBe('deployment.apps/web condition met\n')
    expect((await run('wait deploy/web --for=jsonpath={.status.replicas}=2')).exitCode).toBe(0)
    expect((await run('wait deploy/web --for=sunshine')).stderr).toBe('error: unrecognized condition: "sunshine"\n')
  })

  it('charges the start of the program and each request', async () => {
    const { run, simulation } = aDesk()
    await run('get ns default')
    expect(simulation.nowMs() - START).toBe(DEFAULT_KUBECTL_PROFILE.startMs + DEFAULT_KUBECTL_PROFILE.requestMs)
  })
})

describe('identity', () => {
  it('can be another one with --as, and is refused what that one may not do', async () => {
    const { run } = aDesk()
    const result = await run('get secrets --as=system:serviceaccount:default:reader')
    expect(result.stderr).toBe(
      'Error from server (Forbidden): secrets is forbidden: User "system:serviceaccount:default:reader" cannot list resource "secrets" in API group "" in the namespace "default"\n',
    )
    expect((await run('auth can-i list pods --as=nobody')).stdout).toBe('no\n')
  })

  it('cannot be borrowed without the right to', async () => {
    const { run } = aDesk({ name: 'operator', groups: ['system:authenticated'] })
    expect((await run('get pods --as=admin --as-group=system:masters')).stderr).toBe(
      'Error from server (Forbidden): users "admin" is forbidden: User "operator" cannot impersonate resource "users" in API group "" at the cluster scope\n',
    )
  })
})

describe('the command line', () => {
  it('is refused in kubectl’s words when there is no such command, context or server', async () => {
    const { run } = aDesk()
    expect((await run('frobnicate')).stderr).toBe('Error: unknown command "frobnicate" for "kubectl"\n')
    expect((await run('rollout frob')).stderr).toBe(
      'error: unknown command "frob"\nSee \'kubectl rollout -h\' for help and examples\n',
    )
    expect((await run('gte pods')).stderr).toContain('Did you mean this?\n\tget\n')
    expect((await run('--context=nope get pods')).stderr).toBe(
      'Error in configuration: context was not found for specified context: nope\n',
    )
    expect((await run('--server=https://127.0.0.1:1 get pods')).stderr).toBe(
      'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n',
    )
    expect((await run('edit deploy/web')).stderr).toMatch(/^error: kubectl edit is not available on this host/)
  })

  it('takes the namespace from the flag, else from the context', async () => {
    const config = 'contexts: [{name: c, context: {namespace: kube-public}}]\ncurrent-context: c\n'
    const { run } = aDesk(ADMIN, { '/home/ops/.kube/config': config })
    expect((await run('get pods')).stderr).toBe('No resources found in kube-public namespace.\n')
    expect((await run('-nkube-system get pods')).stderr).toBe('No resources found in kube-system namespace.\n')
  })
})
