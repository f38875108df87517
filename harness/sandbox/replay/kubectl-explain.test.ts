import { describe, expect, it } from 'vitest'
import { createRng } from '../../adapters/system/create-rng.ts'
import { replaySession } from './replay-session.ts'

const explain = async (path: string) => {
  const steps = [{ step: 'case', id: path, cmd: `kubectl explain ${path}` }] as const
  const [done] = await replaySession({ rng: createRng('1'), files: new Map() }, steps)
  return done!
}

describe('kubectl explain', () => {
  it('describes a field, its type and its fields', async () => {
    const { exit, stdout } = await explain('deployment.spec.strategy')
    expect(exit).toBe(0)
    expect(stdout).toMatch(
      /^GROUP: {6}apps\nKIND: {7}Deployment\nVERSION: {4}v1\n\nFIELD: strategy <DeploymentStrategy>\n\n\nDESCRIPTION:\n/,
    )
    expect(stdout).toContain('  rollingUpdate\t<RollingUpdateDeployment>\n    Rolling update config params.')
    expect(stdout).toContain('  type\t<string>\n  enum: Recreate, RollingUpdate\n')
  })

  it('lists the whole tree when asked, and says which fields are required', async () => {
    const { stdout } = await explain('pod.spec --recursive')
    expect(stdout).toContain('  containers\t<[]Container> -required-\n    args\t<[]string>\n')
  })

  it('names what does not exist', async () => {
    expect(await explain('pods.nope')).toMatchObject({ exit: 1, stderr: 'error: field "nope" does not exist\n' })
    expect(await explain('foo')).toMatchObject({
      exit: 1,
      stderr: 'the server doesn\'t have a resource type "foo"\n',
    })
  })
})
