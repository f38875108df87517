import { describe, expect, it } from 'vitest'
import { resources } from '../../../api/resources.ts'
import { ADMIN, aDesk, DEPLOYMENT, type Desk } from '../../../../testing/a-desk.ts'

const managersOf = ({ api }: Desk): readonly string[] => {
  const ref = { resource: resources.deployments, namespace: 'default', name: 'web' }
  const entries = api.as({ user: ADMIN }).get(ref).metadata.managedFields ?? []
  return entries.map(({ manager = '', operation = '' }) => `${manager} ${operation}`)
}

describe('apply --server-side', () => {
  it('creates and changes under the manager kubectl', async () => {
    const desk = aDesk()
    expect((await desk.run('apply --server-side -f -', DEPLOYMENT)).stdout).toBe(
      'deployment.apps/web serverside-applied\n',
    )
    expect(managersOf(desk)).toEqual(['kubectl Apply'])
  })

  it('explains how to resolve a conflict, and takes over with --force-conflicts', async () => {
    const desk = aDesk()
    await desk.run('apply --server-side -f -', DEPLOYMENT)
    await desk.run('set image deploy/web web=nginx:3')
    const refused = await desk.run('apply --server-side -f -', DEPLOYMENT)
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr.split('\n').slice(0, 2)).toEqual([
      'error: Apply failed with 1 conflict: conflict with "kubectl-set" using apps/v1: .spec.template.spec.containers[name="web"].image',
      'Please review the fields above--they currently have other managers. Here',
    ])
    expect((await desk.run('apply --server-side --force-conflicts -f -', DEPLOYMENT)).exitCode).toBe(0)
    expect((await desk.run('get deploy web -o jsonpath={..image}')).stdout).toBe('nginx:1')
  })

  it('takes over what was applied on the client’s side and keeps its annotation', async () => {
    const desk = aDesk()
    await desk.run('apply -f -', DEPLOYMENT)
    await desk.run('apply --server-side -f -', DEPLOYMENT)
    expect(managersOf(desk)).toEqual(expect.arrayContaining(['kubectl Apply', 'kubectl-last-applied Apply']))
    expect(managersOf(desk)).not.toContain('kubectl-client-side-apply Update')
    expect((await desk.run('apply view-last-applied deploy web')).stdout).toContain('kind: Deployment\n')
    const without = DEPLOYMENT.replace('  replicas: 2\n', '')
    await desk.run('apply --server-side -f -', without)
    expect((await desk.run('get deploy web -o jsonpath={.spec.replicas}')).stdout).toBe('1')
  })

  it('refuses flags that contradict it', async () => {
    const { run } = aDesk()
    expect((await run('apply --force-conflicts -f -', DEPLOYMENT)).stderr).toBe(
      'error: --force-conflicts only works with --server-side\n',
    )
    expect((await run('apply --server-side --dry-run=client -f -', DEPLOYMENT)).stderr).toContain(
      "--dry-run=client doesn't work with --server-side",
    )
  })
})

describe('apply', () => {
  it('replaces with --force what cannot be changed', async () => {
    const { run } = aDesk()
    await run('apply -f -', DEPLOYMENT)
    const other = DEPLOYMENT.replaceAll('app: web', 'app: other')
    expect((await run('apply -f -', other)).exitCode).toBe(1)
    expect(await run('apply --force -f -', other)).toMatchObject({
      exitCode: 0,
      stdout: 'deployment.apps/web configured\n',
    })
    expect((await run('get deploy web -o jsonpath={.spec.selector.matchLabels.app}')).stdout).toBe('other')
  })

  it('prunes what was applied before and is not there any more', async () => {
    const { run } = aDesk()
    const map = (name: string): string =>
      `---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: ${name}, labels: {team: red}}\n`
    await run('apply -f -', map('a') + map('b'))
    await run('create configmap mine')
    const { stdout } = await run('apply --prune -l team=red -f -', map('a'))
    expect(stdout).toBe('configmap/a unchanged\nconfigmap/b pruned\n')
    expect((await run('get cm -o name')).stdout).toContain('configmap/mine')
  })

  it('takes only the documents that a selector matches', async () => {
    const { run } = aDesk()
    expect((await run('apply -l app=nothing -f -', DEPLOYMENT)).stderr).toBe('error: no objects passed to apply\n')
  })
})

it('takes an autoscaler in its older version, as the server does', async () => {
  const { run } = aDesk()
  const older = (percent: number): string =>
    `{apiVersion: autoscaling/v1, kind: HorizontalPodAutoscaler, metadata: {name: web}, spec: {maxReplicas: 3, targetCPUUtilizationPercentage: ${percent}, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}`
  expect((await run('apply -f -', older(70))).stdout).toBe('horizontalpodautoscaler.autoscaling/web created\n')
  expect((await run('apply -f -', older(60))).stdout).toBe('horizontalpodautoscaler.autoscaling/web configured\n')
  expect((await run('apply -f -', older(60))).stdout).toBe('horizontalpodautoscaler.autoscaling/web unchanged\n')
  const shown = await run(['get', 'hpa', 'web', '-o', 'jsonpath={.apiVersion} {..averageUtilization}'])
  expect(shown.stdout).toBe('autoscaling/v2 60')
})
