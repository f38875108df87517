import { execFile, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aLiveSandbox } from '../../testing/a-live-sandbox.ts'
import { realKubectl } from '../../testing/real-kubectl.ts'

const program = realKubectl()
let sandbox: Awaited<ReturnType<typeof aLiveSandbox>>
let manifest: (release: string) => string

interface Printed {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

const commandLine = (role: 'harness' | 'method', args: readonly string[]): readonly string[] => [
  `--kubeconfig=${sandbox.kubeconfigs[role]}`,
  `--cache-dir=${join(sandbox.folder, 'cache')}`,
  '--namespace=shop',
  ...args,
]

const run = (role: 'harness' | 'method', args: readonly string[], stdin = ''): Promise<Printed> =>
  new Promise((resolve) => {
    const child = execFile(program, commandLine(role, args), (error, stdout, stderr) => {
      const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ exit, stdout, stderr })
    })
    child.stdin?.end(stdin)
  })

const kubectl = (...args: readonly string[]): Promise<Printed> => run('harness', args)

beforeAll(async () => {
  sandbox = await aLiveSandbox({ speed: 10 })
  manifest = (release) => {
    const path = join(sandbox.folder, `app-${release}.yaml`)
    const text = readFileSync(new URL('../../../tasks/apps/demo-app.yaml', import.meta.url), 'utf8')
    writeFileSync(path, text.replaceAll('__RELEASE__', release))
    return path
  }
  await must('create', 'namespace', 'shop')
  await must('apply', '-f', manifest('1'))
  for (const name of ['demo-app', 'demo-api', 'toolbox'])
    await must('rollout', 'status', `deployment/${name}`, '--timeout=60s')
})

const must = async (...args: readonly string[]): Promise<void> => {
  const { exit, stderr } = await kubectl(...args)
  if (exit !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`)
}

afterAll(() => sandbox.close())

describe('an unchanged kubectl', () => {
  it('shows, describes and explains', async () => {
    expect((await kubectl('get', 'deployments', '-o', 'wide')).stdout).toMatch(
      /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS/,
    )
    expect((await kubectl('describe', 'deployment', 'demo-app')).stdout).toContain('Replicas:               2 desired')
    expect((await kubectl('explain', 'deployment.spec.strategy.rollingUpdate.maxSurge')).stdout).toContain(
      '<IntOrString>',
    )
    expect((await kubectl('explain', 'networkchaos.spec.delay')).exit).toBe(0)
    expect((await kubectl('get', 'pods', '--sort-by=.metadata.name', '-o', 'name')).stdout).toMatch(/^pod\/demo-api/)
    expect((await kubectl('api-resources', '--api-group=apps')).stdout).toContain('deploy')
    expect((await kubectl('get', 'nothing')).stderr).toContain(`the server doesn't have a resource type "nothing"`)
  })

  it('speaks of autoscalers in the older version, too', async () => {
    expect((await kubectl('autoscale', 'deployment/demo-app', '--min=2', '--max=4', '--cpu-percent=70')).stdout).toBe(
      'horizontalpodautoscaler.autoscaling/demo-app autoscaled\n',
    )
    const percent = '-o=jsonpath={.apiVersion} {.spec.targetCPUUtilizationPercentage}'
    expect((await kubectl('get', 'horizontalpodautoscalers.v1.autoscaling', 'demo-app', percent)).stdout).toBe(
      'autoscaling/v1 70',
    )
    const behavior = '{"spec":{"behavior":{"scaleDown":{"stabilizationWindowSeconds":10}}}}'
    await must('patch', 'hpa', 'demo-app', '--type=merge', '-p', behavior)
    const operations = '[{"op":"replace","path":"/spec/targetCPUUtilizationPercentage","value":50}]'
    await must('patch', 'horizontalpodautoscalers.v1.autoscaling', 'demo-app', '--type=json', '-p', operations)
    const both =
      '{.spec.metrics[0].resource.target.averageUtilization} {.spec.behavior.scaleDown.stabilizationWindowSeconds}'
    expect((await kubectl('get', 'hpa', 'demo-app', `-o=jsonpath=${both}`)).stdout).toBe('50 10')
    const older = (max: number): string =>
      JSON.stringify({
        apiVersion: 'autoscaling/v1',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'old' },
        spec: { maxReplicas: max, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'demo-api' } },
      })
    expect((await run('harness', ['apply', '-f', '-'], older(3))).stdout).toContain('old created')
    expect((await run('harness', ['apply', '-f', '-'], older(5))).stdout).toContain('old configured')
    expect((await kubectl('get', 'hpa', 'old', '-o', 'jsonpath={.apiVersion} {.spec.maxReplicas}')).stdout).toBe(
      'autoscaling/v2 5',
    )
    await must('delete', 'hpa', '--all')
  })

  it('applies, tells differences, and refuses fields that do not exist', async () => {
    const difference = await kubectl('diff', '-f', manifest('2'))
    expect(difference.exit).toBe(1)
    expect(difference.stdout).toContain('+          value: "2"')
    expect((await kubectl('apply', '-f', manifest('2'))).stdout).toContain('deployment.apps/demo-app configured')
    expect((await kubectl('diff', '-f', manifest('2'))).exit).toBe(0)
    const odd = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'odd' }, dta: {} }
    const refused = await run('harness', ['apply', '-f', '-'], JSON.stringify(odd))
    expect(refused.stderr).toContain('unknown field "dta"')
    const unknown = { apiVersion: 'example.com/v1', kind: 'Foo', metadata: { name: 'a' } }
    expect((await run('harness', ['apply', '-f', '-'], JSON.stringify(unknown))).stderr).toContain(
      'no matches for kind "Foo"',
    )
    expect((await kubectl('apply', '--server-side', '--force-conflicts', '-f', manifest('2'))).exit).toBe(0)
  })

  it('creates from flags: what typed clients send is protobuf', async () => {
    for (const args of [
      ['deployment', 'typed', '--image=nginx:1.27-alpine', '--replicas=0', '--port=80'],
      ['configmap', 'typed', '--from-literal=a=b'],
      ['secret', 'generic', 'typed', '--from-literal=a=b'],
      ['role', 'typed', '--verb=get', '--resource=pods'],
      ['cronjob', 'typed', '--image=busybox:1.36', '--schedule=0 3 * * *', '--', 'true'],
      ['ingress', 'typed', '--rule=shop.example/*=demo-app:80'],
      ['quota', 'typed', '--hard=pods=50'],
      ['poddisruptionbudget', 'typed', '--selector=app=typed', '--min-available=50%'],
    ])
      expect(await kubectl('create', ...args)).toMatchObject({ exit: 0, stderr: '' })
    const read = (path: string, kind: string) => kubectl('get', kind, 'typed', '-o', `jsonpath=${path}`)
    expect(
      (await read('{.spec.replicas} {.spec.template.spec.containers[0].ports[0].containerPort}', 'deployment')).stdout,
    ).toBe('0 80')
    expect((await read('{.data.a}', 'secret')).stdout).toBe('Yg==')
    expect((await read('{.spec.minAvailable}', 'pdb')).stdout).toBe('50%')
    expect((await read('{.spec.rules[0].http.paths[0].backend.service.port.number}', 'ingress')).stdout).toBe('80')
  })

  it('asks what it may do', async () => {
    expect((await run('method', ['auth', 'can-i', 'delete', 'pods'])).stdout).toBe('yes\n')
    expect((await run('method', ['auth', 'can-i', 'get', 'networkchaos.chaos-mesh.org'])).stdout).toBe('no\n')
    expect((await run('method', ['auth', 'whoami'])).stdout).toContain('system:serviceaccount:default:operator')
    expect((await run('method', ['get', 'secrets', '-n', 'kube-system'])).stderr).toContain(
      'Error from server (Forbidden)',
    )
  })

  it('runs commands in containers: input, output, exit code, refusals', async () => {
    const exec = (...args: readonly string[]) => kubectl('exec', 'deploy/toolbox', '--', ...args)
    expect((await exec('curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', 'http://demo-app/')).stdout).toBe('200')
    expect(await exec('sh', '-c', 'echo out; echo err >&2; exit 3')).toEqual({
      exit: 3,
      stdout: 'out\n',
      stderr: 'err\ncommand terminated with exit code 3\n',
    })
    expect((await run('harness', ['exec', '-i', 'deploy/toolbox', '--', 'cat'], 'a line\n')).stdout).toBe('a line\n')
    expect((await exec('nosuchcommand')).stderr).toContain('executable file not found in $PATH')
    expect((await kubectl('exec', 'nobody', '--', 'true')).stderr).toContain('pods "nobody" not found')
    expect((await run('method', ['exec', '-n', 'kube-system', 'deploy/coredns', '--', 'true'])).stderr).toContain(
      'Forbidden',
    )
  })

  it('measures, waits, rolls out and back, drains', async () => {
    expect((await kubectl('wait', '--for=condition=Available', 'deployment', '--all', '--timeout=60s')).exit).toBe(0)
    expect((await kubectl('top', 'nodes')).stdout).toContain('node1')
    expect((await kubectl('rollout', 'restart', 'deployment/demo-app')).exit).toBe(0)
    expect((await kubectl('rollout', 'status', 'deployment/demo-app', '--timeout=60s')).stdout).toContain(
      'successfully rolled out',
    )
    expect((await kubectl('rollout', 'undo', 'deployment/demo-app')).stdout).toBe(
      'deployment.apps/demo-app rolled back\n',
    )
    expect((await kubectl('scale', 'deployment/demo-api', '--replicas=1')).stdout).toBe(
      'deployment.apps/demo-api scaled\n',
    )
    expect((await kubectl('set', 'image', 'deployment/demo-api', 'demo-api=httpd:2.4-alpine')).exit).toBe(0)
    const drained = await kubectl('drain', 'node1', '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=60s')
    expect([drained.exit, drained.stdout]).toEqual([0, expect.stringContaining('node/node1 drained')])
    expect((await kubectl('uncordon', 'node1')).exit).toBe(0)
    expect((await kubectl('delete', 'deployment', 'typed')).stdout).toBe('deployment.apps "typed" deleted\n')
    expect((await kubectl('wait', '--for=delete', 'deployment/typed', '--timeout=30s')).exit).toBe(0)
  })

  it('follows logs and watches until it is stopped', async () => {
    const follow = await reading(['logs', '-f', 'deploy/demo-api', '--tail=1'])
    const watch = await reading(['get', 'configmaps', '-w'])
    await kubectl('exec', 'deploy/toolbox', '--', 'curl', '-s', 'http://demo-api/seen-in-the-log')
    expect(await follow.until('seen-in-the-log')).toContain('GET /seen-in-the-log')
    await kubectl('create', 'configmap', 'seen')
    expect(await watch.until('seen')).toMatch(/^NAME +DATA +AGE/)
    await kubectl('exec', 'deploy/toolbox', '--', 'sh', '-c', 'echo first > /tmp/file')
    const tail = await reading(['exec', 'deploy/toolbox', '--', 'sh', '-c', 'tail -f /tmp/file; echo never'])
    await kubectl('exec', 'deploy/toolbox', '--', 'sh', '-c', 'echo second >> /tmp/file')
    expect(await tail.until('second')).toBe('first\nsecond\n')
  })
})

/** A command that goes on, once it has printed something. */
const reading = async (args: readonly string[]) => {
  const child = spawn(program, commandLine('harness', args), { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  let look = (): void => {}
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    look()
  })
  const until = (wanted: string): Promise<string> =>
    new Promise((resolve) => {
      look = () => {
        if (!text.includes(wanted)) return
        child.kill()
        resolve(text)
      }
      look()
    })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return { until }
}
