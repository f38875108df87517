import { describe, expect, it } from 'vitest'
import { aSandbox, statusOf } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'

const aJob = (name: string, script: string, spec = '', policy = 'Never'): string => `
apiVersion: batch/v1
kind: Job
metadata: { name: ${name} }
spec:
${spec}
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      restartPolicy: ${policy}
      containers: [{ name: ${name}, image: 'busybox:1.36', command: [sh, -c, '${script}'] }]
`
const jobOf = (sandbox: ReturnType<typeof aSandbox>, name: string) =>
  sandbox.admin.get({ resource: resources.jobs, namespace: 'shop', name })
const conditions = (sandbox: ReturnType<typeof aSandbox>, name: string) =>
  (jobOf(sandbox, name).status?.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason}`)

describe('a Job that fails', () => {
  const sandbox = aSandbox(101)
  const states: { readonly at: number; readonly what: string }[] = []
  const created: number[] = []
  sandbox.admin.watch({ resource: resources.jobs, namespace: 'shop' }, {}, ({ object }) => {
    states.push({ at: sandbox.seconds(), what: (object.status?.conditions ?? []).map(({ type }) => type).join() })
  })
  sandbox.admin.watch({ resource: resources.pods, namespace: 'shop' }, {}, ({ type }) => {
    if (type === 'ADDED') created.push(sandbox.seconds())
  })
  sandbox.apply(aJob('migrate', 'exit 1', '  backoffLimit: 3'))
  sandbox.run(90)

  it('tries again after 10, 20 and 40 s', () => {
    const recorded = [0.3, 10.4, 30.4, 70.4]
    expect(created).toHaveLength(4)
    created.forEach((at, index) => expect(Math.abs(at - recorded[index]!)).toBeLessThan(1.5))
  })

  it('says FailureTarget first, Failed then, and keeps its pods', () => {
    const [target] = states.filter(({ what }) => what === 'FailureTarget')
    expect(target!.at).toBeGreaterThan(70.9)
    expect(target!.at).toBeLessThan(75)
    expect(conditions(sandbox, 'migrate')).toEqual([
      'FailureTarget=True BackoffLimitExceeded',
      'Failed=True BackoffLimitExceeded',
    ])
    expect(jobOf(sandbox, 'migrate').status).toMatchObject({ failed: 4, ready: 0, terminating: 0 })
    expect(sandbox.pods('migrate').map(statusOf)).toEqual(Array(4).fill('0/1 Error 0'))
    expect(sandbox.events()).toContainEqual(
      expect.objectContaining({
        type: 'Warning',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
      }),
    )
  })

  it('deletes its pod when that is restarted in place', () => {
    const other = aSandbox(102)
    other.apply(aJob('migrate', 'exit 1', '  backoffLimit: 2', 'OnFailure'))
    other.run(70)
    expect(conditions(other, 'migrate')).toContain('Failed=True BackoffLimitExceeded')
    expect(other.pods('migrate')).toEqual([])
    expect(other.events().map(({ reason }) => reason)).toContain('SuccessfulDelete')
  })
})

describe('a Job that succeeds', () => {
  it('is complete, with its pod kept and free to go', () => {
    const sandbox = aSandbox(103)
    sandbox.apply(aJob('migrate', 'echo done; exit 0'))
    sandbox.run(10)
    expect(conditions(sandbox, 'migrate')).toEqual([
      'SuccessCriteriaMet=True CompletionsReached',
      'Complete=True CompletionsReached',
    ])
    expect(jobOf(sandbox, 'migrate').status).toMatchObject({ succeeded: 1 })
    const [pod] = sandbox.pods('migrate')
    expect(statusOf(pod!)).toBe('0/1 Completed 0')
    expect(pod!.metadata.finalizers).toBeUndefined()
  })

  it('runs as many pods at a time as it may, until enough have succeeded', () => {
    const sandbox = aSandbox(104)
    let most = 0
    sandbox.admin.watch({ resource: resources.jobs, namespace: 'shop' }, {}, ({ object }) => {
      most = Math.max(most, object.status?.active ?? 0)
    })
    sandbox.apply(aJob('batch', 'sleep 3; exit 0', '  completions: 5\n  parallelism: 2'))
    sandbox.run(40)
    expect(most).toBe(2)
    expect(jobOf(sandbox, 'batch').status).toMatchObject({ succeeded: 5 })
    expect(sandbox.pods('batch')).toHaveLength(5)
  })

  it('gives each pod an index when it is indexed', () => {
    const sandbox = aSandbox(105)
    sandbox.apply(aJob('shard', 'exit 0', '  completions: 3\n  parallelism: 3\n  completionMode: Indexed'))
    sandbox.run(15)
    expect(jobOf(sandbox, 'shard').status?.completedIndexes).toBe('0-2')
    expect(sandbox.pods('shard').map(({ metadata }) => metadata.name.slice(0, 7))).toEqual([
      'shard-0',
      'shard-1',
      'shard-2',
    ])
  })

  it('is deleted with its pods when its time to live is over', () => {
    const sandbox = aSandbox(106)
    sandbox.apply(aJob('brief', 'exit 0', '  ttlSecondsAfterFinished: 20'))
    sandbox.run(15)
    expect(conditions(sandbox, 'brief')).toContain('Complete=True CompletionsReached')
    sandbox.run(30)
    expect(sandbox.admin.find({ resource: resources.jobs, namespace: 'shop', name: 'brief' })).toBeUndefined()
    expect(sandbox.pods('brief')).toEqual([])
  })
})

describe('a Job that is stopped from outside', () => {
  it('has no pods while it is suspended, and starts anew when it is resumed', () => {
    const sandbox = aSandbox(107)
    sandbox.apply(aJob('late', 'exit 0', '  suspend: true'))
    sandbox.run(10)
    expect(sandbox.pods('late')).toEqual([])
    expect(conditions(sandbox, 'late')).toEqual(['Suspended=True JobSuspended'])
    const ref = { resource: resources.jobs, namespace: 'shop', name: 'late' }
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { suspend: false } } })
    sandbox.run(10)
    expect(conditions(sandbox, 'late')).toContain('Complete=True CompletionsReached')
  })

  it('ends at its deadline', () => {
    const sandbox = aSandbox(108)
    sandbox.apply(aJob('slow', 'sleep 600', '  activeDeadlineSeconds: 10'))
    sandbox.run(60)
    expect(conditions(sandbox, 'slow')).toEqual(['FailureTarget=True DeadlineExceeded', 'Failed=True DeadlineExceeded'])
    expect(sandbox.pods('slow')).toEqual([])
  })

  it('lets its pods go when it is deleted', () => {
    const sandbox = aSandbox(109)
    sandbox.apply(aJob('gone', 'sleep 600'))
    sandbox.run(5)
    sandbox.admin.delete({ resource: resources.jobs, namespace: 'shop', name: 'gone' })
    sandbox.run(40)
    expect(sandbox.pods('gone')).toEqual([])
  })
})
