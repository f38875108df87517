import { daemonSetStrategy } from './daemon-set.ts'
import { deploymentStrategy } from './deployment.ts'
import { cronJobStrategy } from './cron-job.ts'
import { jobStrategy } from './job.ts'
import { horizontalPodAutoscalerStrategy, podDisruptionBudgetStrategy } from './policies.ts'
import { replicaSetStrategy } from './replica-set.ts'
import { statefulSetStrategy } from './stateful-set.ts'
import type { Row } from './row.ts'
import { ALL, SCALABLE, STATUS } from './served-parts.ts'

/** What runs pods, sizes it and protects it. */
export const workloadKinds = (): readonly Row[] => [
  { at: 'apps/v1', kind: 'ControllerRevision', plural: 'controllerrevisions' },
  {
    at: 'apps/v1',
    kind: 'DaemonSet',
    plural: 'daemonsets',
    short: ['ds'],
    categories: ALL,
    subresources: STATUS,
    generations: true,
    strategy: daemonSetStrategy,
  },
  {
    at: 'apps/v1',
    kind: 'Deployment',
    plural: 'deployments',
    short: ['deploy'],
    categories: ALL,
    subresources: SCALABLE,
    generations: true,
    strategy: deploymentStrategy,
  },
  {
    at: 'apps/v1',
    kind: 'ReplicaSet',
    plural: 'replicasets',
    short: ['rs'],
    categories: ALL,
    subresources: SCALABLE,
    generations: true,
    strategy: replicaSetStrategy,
  },
  {
    at: 'apps/v1',
    kind: 'StatefulSet',
    plural: 'statefulsets',
    short: ['sts'],
    categories: ALL,
    subresources: SCALABLE,
    generations: true,
    strategy: statefulSetStrategy,
  },
  {
    at: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    plural: 'horizontalpodautoscalers',
    short: ['hpa'],
    categories: ALL,
    subresources: STATUS,
    strategy: horizontalPodAutoscalerStrategy,
  },
  {
    at: 'batch/v1',
    kind: 'CronJob',
    plural: 'cronjobs',
    short: ['cj'],
    categories: ALL,
    subresources: STATUS,
    generations: true,
    strategy: cronJobStrategy,
  },
  {
    at: 'batch/v1',
    kind: 'Job',
    plural: 'jobs',
    categories: ALL,
    subresources: STATUS,
    generations: true,
    strategy: jobStrategy,
  },
  {
    at: 'policy/v1',
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
    short: ['pdb'],
    subresources: STATUS,
    generations: true,
    strategy: podDisruptionBudgetStrategy,
  },
]
