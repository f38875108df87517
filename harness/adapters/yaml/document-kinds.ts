import type { z } from 'zod'
import { LocalCluster, SandboxCluster, SshCluster } from '../../domain/cluster.ts'
import { ExecutionReport } from '../../domain/execution-report.ts'
import { Fault } from '../../domain/fault.ts'
import { Manifest } from '../../domain/injection.ts'
import { MethodFile } from '../../domain/method.ts'
import { Modes } from '../../domain/mode.ts'
import { Skill } from '../../domain/skill.ts'
import { Sweep } from '../../domain/sweep.ts'
import { TaskCard, TaskInstance, TaskSuite } from '../../domain/task.ts'
import { ChaosManifest, SkillCatalogue, TaskInstanceList } from './benchmark-documents.ts'

/** Every kind of document, with its schema and the keys by which it is told from the others. */
export const DOCUMENT_KINDS = {
  skill: {
    schema: Skill,
    keys: ['actions', 'success_criteria', 'preconditions', 'rollback', 'finding', 'parameters', 'version'],
  },
  task: {
    schema: TaskInstance,
    keys: ['card', 'variants', 'oracle', 'reference', 'self_test', 'family', 'limits', 'app'],
  },
  'task-card': {
    schema: TaskCard,
    keys: [
      'intent',
      'workload',
      'diagnosis',
      'severity',
      'question',
      'scope',
      'hidden_checks',
      'opsskill_skill',
      'fault_domain',
      'expected_outcome',
    ],
  },
  'task-instances': { schema: TaskInstanceList, keys: ['benchmark_suite', 'task_instances'] },
  suite: { schema: TaskSuite, keys: ['suite', 'tasks'] },
  catalogue: { schema: SkillCatalogue, keys: ['stages'] },
  fault: {
    schema: Fault,
    keys: [
      'inject',
      'symptom',
      'targets',
      'lifetime',
      'replacing_pods_repairs',
      'domain',
      'expect',
      'touches',
      'repair',
    ],
  },
  'chaos-manifest': { schema: ChaosManifest, keys: ['apiVersion', 'kind', 'metadata', 'spec'] },
  manifest: { schema: Manifest, keys: ['apiVersion', 'kind', 'metadata'] },
  modes: { schema: Modes, keys: ['modes'] },
  method: { schema: MethodFile, keys: ['loop', 'extends', 'components', 'options', 'title'] },
  sweep: { schema: Sweep, keys: ['sweep', 'suite', 'methods', 'seeds', 'contrasts', 'mode', 'windows'] },
  'ssh-cluster': { schema: SshCluster, keys: ['jump_host', 'target_host', 'ssh_options', 'kube_context'] },
  'local-cluster': { schema: LocalCluster, keys: [] },
  'sandbox-cluster': { schema: SandboxCluster, keys: [] },
  report: {
    schema: ExecutionReport,
    keys: ['skill_name', 'preconditions', 'actions', 'success_criteria', 'rollback', 'status'],
  },
} as const satisfies Record<string, { readonly schema: z.ZodType; readonly keys: readonly string[] }>

export type DocumentKind = keyof typeof DOCUMENT_KINDS
export type DocumentValue<K extends DocumentKind> = z.output<(typeof DOCUMENT_KINDS)[K]['schema']>

/** What a document is, by its keys alone; null when they tell nothing. */
export const detectKind = (value: Readonly<Record<string, unknown>>): DocumentKind | null => {
  if (typeof value['apiVersion'] === 'string')
    return value['apiVersion'].startsWith('chaos-mesh.org/') ? 'chaos-manifest' : 'manifest'
  if (value['kind'] === 'sandbox') return 'sandbox-cluster'
  if (value['kind'] === 'local') return 'local-cluster'
  if (value['kind'] === 'ssh') return 'ssh-cluster'
  const scores = Object.entries(DOCUMENT_KINDS).map(
    ([kind, { keys }]) => [kind as DocumentKind, keys.filter((key) => key in value).length] as const,
  )
  const [best, score] = scores.reduce((left, right) => (right[1] > left[1] ? right : left))
  return score === 0 ? null : best
}
