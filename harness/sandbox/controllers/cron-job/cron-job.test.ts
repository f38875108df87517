import { describe, expect, it } from 'vitest'
import { aSandbox } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'

const aReport = (script: string, spec = ''): string => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: '* * * * *'
${spec}
  jobTemplate:
    spec:
      template:
        metadata: { labels: { app: report } }
        spec:
          restartPolicy: Never
          containers: [{ name: report, image: 'busybox:1.36', command: [sh, -c, '${script}'] }]
`
const ref = { resource: resources.cronJobs, namespace: 'shop', name: 'report' }
const jobsOf = (sandbox: ReturnType<typeof aSandbox>) =>
  sandbox.admin.list({ resource: resources.jobs, namespace: 'shop' }).items.map(({ metadata }) => metadata.name)

describe('a CronJob', () => {
  it('starts a Job at every minute, named after it, and keeps the last three that succeeded', () => {
    const sandbox = aSandbox(111)
    sandbox.apply(aReport('exit 0'))
    sandbox.run(62)
    const minute = Math.floor(sandbox.simulation.nowMs() / 60_000)
    expect(jobsOf(sandbox)).toEqual([`report-${minute}`])
    sandbox.run(310)
    expect(jobsOf(sandbox)).toEqual([3, 4, 5].map((later) => `report-${minute + later}`))
    const { status } = sandbox.admin.get(ref)
    expect(Date.parse(String(status?.lastScheduleTime))).toBe((minute + 5) * 60_000)
    const messages = sandbox.events().map(({ message }) => message)
    expect(messages).toContain(`Created job report-${minute}`)
    expect(messages).toContain(`Saw completed job: report-${minute}, condition: Complete`)
  })

  it('starts nothing while it is suspended, and the missed run at once when it goes on', () => {
    const sandbox = aSandbox(112)
    sandbox.apply(aReport('exit 0', '  suspend: true'))
    sandbox.run(90)
    expect(jobsOf(sandbox)).toEqual([])
    sandbox.admin.patch(ref, { type: 'merge', body: { spec: { suspend: false } } })
    sandbox.run(1)
    expect(jobsOf(sandbox)).toEqual([`report-${Math.floor(sandbox.simulation.nowMs() / 60_000)}`])
  })

  it('does not start beside a running Job when that is forbidden, and replaces it when told so', () => {
    const forbidding = aSandbox(113)
    forbidding.apply(aReport('sleep 600', '  concurrencyPolicy: Forbid'))
    forbidding.run(185)
    expect(jobsOf(forbidding)).toHaveLength(1)
    expect(forbidding.events().map(({ reason }) => reason)).toContain('JobAlreadyActive')
    const replacing = aSandbox(114)
    replacing.apply(aReport('sleep 600', '  concurrencyPolicy: Replace'))
    replacing.run(185)
    expect(jobsOf(replacing)).toEqual([`report-${Math.floor(replacing.simulation.nowMs() / 60_000)}`])
    expect(replacing.admin.get(ref).status?.active).toHaveLength(1)
  })
})
