import { describe, expect, it } from 'vitest'
import { aDesk, DEPLOYMENT } from '../../../testing/a-desk.ts'

describe('diff', () => {
  it('says nothing and ends with 0 when apply would change nothing', async () => {
    const { run } = aDesk()
    await run('apply -f -', DEPLOYMENT)
    expect(await run('diff -f -', DEPLOYMENT)).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  })

  it('shows what apply would change, stores nothing, and ends with 1', async () => {
    const { run } = aDesk()
    await run('apply -f -', DEPLOYMENT)
    const { stdout, exitCode } = await run('diff -f -', DEPLOYMENT.replace('replicas: 2', 'replicas: 5'))
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/^diff -u -N \/tmp\/LIVE-\d+\/apps\.v1\.Deployment\.default\.web \/tmp\/MERGED-\d+\//)
    const changes = stdout.split('\n').filter((line) => /^[-+] /.test(line) && !line.includes('last-applied'))
    expect(changes.filter((line) => !line.includes('{'))).toEqual([
      '-  generation: 1',
      '+  generation: 2',
      '-  replicas: 2',
      '+  replicas: 5',
    ])
    expect((await run('get deploy web -o jsonpath={.spec.replicas}')).stdout).toBe('2')
  })

  it('shows a whole object that is not there yet', async () => {
    const { stdout } = await aDesk().run('diff -f -', DEPLOYMENT)
    expect(stdout).toContain('@@ -0,0 +1,')
    expect(stdout).toContain('\n+kind: Deployment\n')
  })

  it('never shows the values of Secrets', async () => {
    const { run } = aDesk()
    await run('create secret generic s --from-literal=a=one --from-literal=b=two')
    const changed = '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"a":"Yw==","b":"dHdv"}}'
    const { stdout } = await run('diff -f -', changed)
    expect(stdout).toContain("-  a: '*** (before)'\n+  a: '*** (after)'\n   b: '***'\n")
  })

  it('ends with 2 when it cannot compare', async () => {
    const { run } = aDesk()
    expect((await run('diff -f -', 'kind: Nonsense\napiVersion: v1\nmetadata: {name: a}')).exitCode).toBe(2)
    expect(await run('diff')).toMatchObject({ exitCode: 2, stderr: 'error: must specify one of -f and -k\n' })
  })
})
