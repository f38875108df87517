import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ExecutionReport } from '../domain/execution-report.ts'
import { aCliIo } from '../testing/cli-io.ts'
import { runCli } from './run-cli.ts'

const run = async (...argv: readonly string[]) => {
  const { io, stdout, stderr } = aCliIo()
  return { code: await runCli(argv, io), stdout: stdout(), stderr: stderr() }
}
const seed = (name: string): string => join(import.meta.dirname, '../adapters/yaml/testdata', name)
const reportIn = (text: string): ExecutionReport => ExecutionReport.parse(JSON.parse(text))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('run', () => {
  it.each([
    'check_namespace_access.yaml',
    'deployment_rollout_restart.yaml',
    'generated_recover.yaml',
    'metric_anomaly_detection.yaml',
    'restart_deployment.yaml',
  ])('carries out the existing skill %s in the sandbox', async (name) => {
    const { code, stdout } = await run('run', seed(name), '--execute')
    const report = reportIn(stdout)
    expect({ code, status: report.status }).toEqual({ code: 0, status: 'succeeded' })
    expect(report.actions.map(({ returncode }) => returncode)).toEqual([0])
    expect(report.success_criteria.every(({ passed }) => passed)).toBe(true)
  })

  it('changes nothing without consent', async () => {
    const { code, stdout } = await run('run', seed('restart_deployment.yaml'))
    const report = reportIn(stdout)
    expect({ code, status: report.status, actions: report.actions }).toEqual({
      code: 0,
      status: 'verified',
      actions: [],
    })
  })

  it('lets no check change anything without consent', async () => {
    const file = join(folder, 'sly.yaml')
    const check = '{ name: sly, command: "kubectl delete deployment demo-app -n opsskill-exp" }'
    writeFileSync(
      file,
      `version: "0.1"\nname: sly\nintent: sly\nnamespace: opsskill-exp\npreconditions: [${check}]\nactions: [{ name: a, command: kubectl get pods }]\n`,
    )
    const { code, stdout } = await run('run', file)
    expect(code).toBe(1)
    expect(reportIn(stdout).preconditions[0]).toMatchObject({
      passed: false,
      detail: expect.stringContaining('read-only'),
    })
  })

  it('refuses a skill that still holds a placeholder, with the reason, and exits 2', async () => {
    const { code, stdout } = await run('run', seed('patch_image_or_config.yaml'), '--execute')
    const report = reportIn(stdout)
    expect(code).toBe(2)
    expect(report).toMatchObject({ status: 'blocked', actions: [] })
    expect(report.reason).toContain('PLACEHOLDER_IMAGE')
  })

  it('exits 1 when the skill fails, saves the report, and the report can be reviewed', async () => {
    const file = join(folder, 'broken.yaml')
    writeFileSync(file, readFileSync(seed('restart_deployment.yaml'), 'utf8').replaceAll('demo-app', 'no-such-app'))
    const saved = join(folder, 'reports/broken.json')
    const { code } = await run('run', file, '--execute', '--report-out', saved)
    expect(code).toBe(1)
    expect(reportIn(readFileSync(saved, 'utf8')).status).toBe('blocked')
    const review = await run('review', saved)
    expect(review.stdout).toContain('check the name of the object')
  })

  it('hands the namespace of the cluster file to the commands', async () => {
    const cluster = join(folder, 'cluster.yaml')
    writeFileSync(cluster, 'kind: sandbox\nnamespace: shop\nseed: 7\n')
    const { stdout } = await run('run', 'skills/recovery/rollout-restart.yaml', cluster, '--execute')
    const report = reportIn(stdout)
    expect(report.status).toBe('succeeded')
    expect(report.actions[0]?.command).toContain('export OPS_NAMESPACE=shop && export OPS_WORKLOAD=demo-app && ')
  })

  it('says when the heuristic judged in place of the model', async () => {
    const model = ['--verifier', 'llm', '--verifier-api-key-env', 'NO_SUCH_KEY_IS_SET']
    const { stdout, stderr } = await run('run', seed('restart_deployment.yaml'), '--execute', ...model)
    expect(stderr).toContain('verifier llm was requested, heuristic answered')
    expect(reportIn(stdout).components).toMatchObject([{ component: 'verifier', requested: 'llm', used: 'heuristic' }])
  })

  it('says that the model was not asked where there is nothing to judge, in report and log', async () => {
    const { code, stdout, stderr } = await run('run', seed('restart_deployment.yaml'), '--verifier', 'llm')
    expect(code).toBe(0)
    expect(stderr).toContain('verifier llm was requested, but was not asked: without --execute only the checks')
    expect(reportIn(stdout).components).toMatchObject([{ component: 'verifier', requested: 'llm', used: 'none' }])
  })

  it('refuses what is no cluster file', async () => {
    const { code, stderr } = await run('run', seed('restart_deployment.yaml'), seed('task_card.yaml'))
    expect(code).toBe(2)
    expect(stderr).toContain('expected a cluster file (kind: sandbox, local or ssh), found a task-card')
  })
})

describe('rollback', () => {
  it('goes back to the earlier revision that the sandbox has', async () => {
    const { code, stdout } = await run('rollback', seed('deployment_rollout_restart.yaml'))
    expect(code).toBe(0)
    expect(reportIn(stdout)).toMatchObject({
      status: 'rolled-back',
      rollback: [{ returncode: 0, stdout: 'deployment.apps/demo-app rolled back\n' }],
    })
  })

  it('goes back with the way back of a template whose actions still hold a placeholder', async () => {
    const { code, stdout } = await run('rollback', seed('patch_image_or_config.yaml'))
    expect(code).toBe(0)
    expect(reportIn(stdout)).toMatchObject({ status: 'rolled-back', rollback: [{ returncode: 0 }] })
  })

  it('refuses a placeholder in the way back itself', async () => {
    const file = join(folder, 'template.yaml')
    writeFileSync(
      file,
      readFileSync(seed('patch_image_or_config.yaml'), 'utf8').replace(
        'rollout undo',
        'rollout undo --to-revision=PLACEHOLDER_REVISION',
      ),
    )
    const { code, stderr } = await run('rollback', file)
    expect(code).toBe(2)
    expect(stderr).toContain('rollback still holds PLACEHOLDER_REVISION')
  })

  it('refuses a skill without a way back', async () => {
    const { code, stderr } = await run('rollback', seed('check_namespace_access.yaml'))
    expect(code).toBe(2)
    expect(stderr).toContain('rollback is empty')
  })
})

describe('agent', () => {
  const stagesIn = (text: string) =>
    (
      JSON.parse(text) as {
        readonly stages: readonly {
          readonly stage: string
          readonly runs: readonly { readonly skill: string; readonly mode: string; readonly note: string | null }[]
        }[]
      }
    ).stages

  it('verifies skills that change something, and says why it did not carry them out', async () => {
    const { code, stdout } = await run(
      'agent',
      '--task-card',
      seed('task_card.yaml'),
      '--stages',
      'detection',
      'recovery',
    )
    const [detection, recovery] = stagesIn(stdout)
    expect(code).toBe(0)
    expect(detection?.runs).toMatchObject([{ mode: 'executed' }])
    expect(recovery?.runs).toMatchObject([{ mode: 'verified', note: expect.stringContaining('--allow-mutation') }])
  })

  it('carries them out where that is allowed, and saves its report', async () => {
    const saved = join(folder, 'agent.json')
    const argv = ['agent', '--task-card', seed('task_card.yaml'), '--stages', 'recovery', '--allow-mutation']
    const { code, stdout } = await run(...argv, '--report-out', saved)
    expect(code).toBe(0)
    expect(stagesIn(stdout)[0]?.runs).toMatchObject([
      { skill: 'rollout-restart', mode: 'executed', report: { status: 'succeeded' }, verification: { passed: true } },
    ])
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toEqual(JSON.parse(stdout))
  })
})
