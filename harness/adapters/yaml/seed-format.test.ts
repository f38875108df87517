import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lintChecks, lintSkill } from '../../policy/lint-skill.ts'
import { loadDocument } from './load-document.ts'
import { formatProblem } from './problem.ts'

const FOLDER = new URL('./testdata/', import.meta.url)
const KINDS = {
  'benchmark_task_instances.yaml': 'task-instances',
  'check_namespace_access.yaml': 'skill',
  'cluster.example.yaml': 'ssh-cluster',
  'deployment_rollout_restart.yaml': 'skill',
  'generated_recover.yaml': 'skill',
  'initial_skill_catalog.yaml': 'catalogue',
  'memory_recover_rollout.yaml': 'task-card',
  'memory_stress.yaml': 'chaos-manifest',
  'metric_anomaly_detection.yaml': 'skill',
  'patch_image_or_config.yaml': 'skill',
  'report_check_namespace_access.json': 'report',
  'restart_deployment.yaml': 'skill',
  'task_card.yaml': 'task-card',
} as const

const load = (name: string) => loadDocument({ lintSkill, lintChecks }, new URL(name, FOLDER).pathname)

describe('files that users of the first version have', () => {
  it.each(Object.entries(KINDS))('loads %s as a %s, without an error', async (name, kind) => {
    const loaded = await load(name)
    expect(loaded.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(loaded.document?.kind).toBe(kind)
  })

  it('are all covered above', () => {
    const files = readdirSync(FOLDER).filter((name) => !name.startsWith('golden-') && !name.startsWith('broken-'))
    expect(files.sort()).toEqual(Object.keys(KINDS))
  })

  it('are warned of where they break a newer rule, with line, key and remedy', async () => {
    const loaded = await Promise.all(Object.keys(KINDS).map(load))
    const lines = loaded.flatMap(({ problems }) =>
      problems.map((each) => formatProblem({ ...each, file: each.file.split('/').at(-1) ?? '' })),
    )
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('testdata/golden-seed-warnings.txt')
  })

  it('keep from a method what it must not see', async () => {
    const card = await load('memory_recover_rollout.yaml')
    expect(card.document?.value).toEqual({
      name: 'memory-recover-rollout',
      intent: 'Safely restart a target deployment after diagnosis indicates memory-pressure-induced failure',
      namespace: 'opsskill-exp',
      workload: 'demo-app',
      scope: { allow: [] },
    })
    expect(Object.keys(card.hidden).sort()).toEqual([
      'expected_outcome',
      'fault_domain',
      'hidden_checks',
      'opsskill_skill',
      'task_family',
      'task_type',
    ])
    const skill = await load('patch_image_or_config.yaml')
    expect(JSON.stringify(skill.document?.value)).not.toContain('hidden_checks')
    expect(skill.hidden['hidden_checks']).toHaveLength(2)
    const list = await load('benchmark_task_instances.yaml')
    expect(JSON.stringify(list.document?.value)).not.toContain('expected_hidden_signals')
    expect(list.hidden['rec-002']).toEqual({ expected_hidden_signals: ['revision-history', 'deployment-availability'] })
  })

  it('keep every key of metadata that a method may see', async () => {
    const skill = await load('patch_image_or_config.yaml')
    expect(skill.document?.value).toMatchObject({
      version: '0.1',
      metadata: {
        note: 'replace PLACEHOLDER_IMAGE before execution',
        benchmark: { task_family: 'recovery-patch-config' },
        instance_parameters: { specialization_required: true },
      },
    })
  })
})
