import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { aSandbox } from '../../../testing/a-sandbox.ts'
import { resources } from '../../api/resources.ts'
import { logLines } from '../../kubelet/container-log.ts'

const BATCH = readFileSync(new URL('../../../../tasks/apps/batch.yaml', import.meta.url), 'utf8').replaceAll(
  '__RELEASE__',
  '7',
)

describe('the batch app', () => {
  const sandbox = aSandbox(5)
  const jobs = () => sandbox.admin.list({ resource: resources.jobs, namespace: 'shop' }).items
  const logsOf = (pod: string): readonly string[] => {
    const runtime = sandbox.cluster.kubelets.podOf(
      sandbox.pods().find(({ metadata }) => metadata.name.startsWith(pod))!.metadata.uid,
    )
    return logLines(runtime!.containers[0]!.instance!, sandbox.simulation.nowMs()).map(({ text }) => text)
  }
  beforeAll(() => {
    sandbox.apply(BATCH)
    // Three times five minutes and a little more.
    sandbox.run(16 * 60)
  })

  it('finishes the migration once', () => {
    expect(jobs().find(({ metadata }) => metadata.name === 'migrate-7')?.status).toMatchObject({ succeeded: 1 })
    expect(logsOf('migrate')).toEqual(['migrate: release 7', 'migrate: done'])
  })

  it('reports every five minutes and keeps the last two reports', () => {
    const reports = jobs().filter(({ metadata }) => metadata.name.startsWith('report-'))
    expect(reports).toHaveLength(2)
    expect(reports.every(({ status }) => status?.succeeded === 1)).toBe(true)
    const cronJob = sandbox.admin.get({ resource: resources.cronJobs, namespace: 'shop', name: 'report' })
    expect(cronJob.status).toMatchObject({ lastScheduleTime: '2026-01-05T08:15:00Z' })
    expect(logsOf('report')).toEqual(['report: counting', 'report: ok'])
  })
})
