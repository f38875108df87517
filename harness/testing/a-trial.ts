import type { Fault } from '../domain/fault.ts'
import { Method } from '../domain/method.ts'
import { TaskInstance } from '../domain/task.ts'
import type { EnvironmentIdentity, JudgedTrial, TrialSpec, VoidTrial } from '../domain/trial.ts'

export const anEnvironment: EnvironmentIdentity = {
  kind: 'sandbox',
  kubernetesVersion: 'v1.32.13',
  fingerprint: 'f1',
  isolation: 'restricted',
}

export const aMethod = (overrides: Partial<Method> = {}): Method => ({
  ...Method.parse({
    name: 'noop',
    title: 'No-op',
    description: 'Does nothing.',
    loop: 'noop',
    components: {
      planner: 'none',
      generator: 'none',
      verifier: 'none',
      optimizer: 'none',
      gate: 'none',
      probe: 'none',
      memory: 'none',
      ir: 'none',
    },
    options: {},
  }),
  ...overrides,
})

export const aTask = (overrides: Readonly<Record<string, unknown>> = {}): TaskInstance =>
  TaskInstance.parse({
    id: 'detect-9',
    family: 'detect',
    app: 'demo-app',
    card: { name: 'detect-9', intent: 'Say whether anything is wrong.', namespace: 'shop', question: 'anomaly' },
    variants: {
      calm: { control: true, truth: { answer: 'no', cause: 'none' }, evidence: '\\d+m' },
      busy: {
        fault: 'stress/cpu',
        targets: ['demo-app', 'demo-api'],
        truth: { answer: 'yes', object: 'Deployment/__WORKLOAD__', cause: 'cpu' },
        evidence: '\\b[45]\\d\\dm\\b',
      },
    },
    oracle: { judges: 'finding', fields: ['answer', 'object'] },
    reference: { commands: ['kubectl -n shop top pods'] },
    self_test: {
      noop: 'never',
      wait: 'never',
      'scale-to-zero': 'never',
      'restart-only': 'never',
      decoy: { commands: ['true'], expect: 'never' },
      reference: 'always',
    },
    limits: { commands: 10, time: '5m' },
    ...overrides,
  })

export const aFault = (overrides: Partial<Fault> = {}): Fault => ({
  name: 'stress-cpu',
  domain: 'stress',
  description: 'Burns CPU.',
  app: 'demo-app',
  workloads: ['demo-app', 'demo-api'],
  inject: {
    chaos: {
      apiVersion: 'chaos-mesh.org/v1alpha1',
      kind: 'StressChaos',
      metadata: { name: '__NAME__' },
      spec: {
        mode: 'all',
        selector: { pods: { __NAMESPACE__: '__PODS__' } },
        stressors: { cpu: { workers: 2, load: 100 } },
      },
    },
  },
  lifetime: 'hold',
  targets: { pods: 'all' },
  replacing_pods_repairs: true,
  touches: [],
  recover: [],
  symptom: {
    name: 'CPU is near its limit',
    command: 'kubectl -n __NAMESPACE__ top pods -l app=__WORKLOAD__',
    expect_stdout_matches: '4\\d\\dm',
    deadline: '1m',
  },
  expect: ['kubectl top shows it'],
  repair: 'replacing the pods',
  ...overrides,
})

/** A trial to run: by default the busy variant of a detection task, with `demo-app` as its victim. */
export const aTrialSpec = (overrides: Partial<TrialSpec> = {}): TrialSpec => {
  const task = overrides.task ?? aTask()
  const seed = overrides.seed ?? 1
  const cellId = overrides.cellId ?? 'c0ffee'
  const variant = task.variants['busy'] ?? Object.values(task.variants)[0]
  if (variant === undefined) throw new RangeError('expected a task with a variant')
  return {
    trialId: `${cellId}/${seed}`,
    cellId,
    task,
    method: aMethod(),
    seed,
    draw: {
      variantName: 'busy',
      variant,
      workload: 'demo-app',
      truth: { answer: 'yes', object: 'Deployment/demo-app', cause: 'cpu' },
    },
    fault: aFault(),
    mode: { fault_duration: '25s', observation: '5s', settle: '5s', oracle: '5s' },
    noise: 'off',
    rights: 'edit',
    appManifests: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: release, labels: { release: "__RELEASE__" } }\n',
    index: 0,
    ...overrides,
  }
}

const common = (spec: TrialSpec) => ({
  trialId: spec.trialId,
  cellId: spec.cellId,
  taskId: spec.task.id,
  family: spec.task.family,
  methodName: spec.method.name,
  seed: spec.seed,
  index: spec.index,
  variantName: spec.draw.variantName,
  events: [],
  faultWindows: [],
  namespace: 'opsskill-exp',
  environment: anEnvironment,
})

/** A record that counts: unsolved, with one oracle check that failed. */
export const aJudgedTrial = (spec = aTrialSpec(), overrides: Partial<JudgedTrial> = {}): JudgedTrial => ({
  ...common(spec),
  outcome: 'unsolved',
  claim: { status: 'solved', summary: 'says so' },
  verdict: {
    passed: false,
    checks: [
      { name: 'answer', command: '', passed: false, detail: 'no finding', exitCode: null, stdout: '', stderr: '' },
    ],
    guard: [],
  },
  rollback: { available: false, triggered: false, completed: false, restored: null },
  mutations: [],
  times: { environmentMs: 1000, methodMs: 2000, oracleMs: 3000, toSolveMs: null },
  commands: 0,
  ...overrides,
})

export const aVoidTrial = (spec = aTrialSpec(), overrides: Partial<VoidTrial> = {}): VoidTrial => ({
  ...common(spec),
  outcome: 'void',
  stage: 'inject',
  reason: 'the symptom did not show',
  ...overrides,
})
