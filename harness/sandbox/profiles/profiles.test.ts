import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { anRng } from '../../testing/an-rng.ts'
import { openWorld } from '../world/open-world.ts'
import { sandboxProfile, SandboxSettings } from './sandbox-settings.ts'

const read = (name: string): SandboxSettings =>
  SandboxSettings.parse(parse(readFileSync(new URL(`./${name}.yaml`, import.meta.url), 'utf8')))

const open = (name: string) =>
  openWorld({ rng: anRng('profiles'), namespace: 'shop', profile: sandboxProfile(read(name)) })

const type = async (name: string, command: string) => {
  const { shells } = open(name)
  return shells.harness.exec({ command, stdin: '', timeoutMs: 60_000 })
}

describe('the profiles', () => {
  const names = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))

  it.each(names)('%s says what it is by its own name, and opens', async (name) => {
    expect(read(name).name).toBe(name)
    expect(await type(name, 'kubectl get nodes -o name | wc -l')).toMatchObject({
      stdout: `${read(name).nodes.count}\n`,
    })
  })

  it('drive versions, discovery, metrics and the time of commands', async () => {
    expect(await type('old-version', 'kubectl version')).toMatchObject({
      stdout: expect.stringContaining('Server Version: v1.28.15') as string,
    })
    for (const command of ['kubectl top nodes', 'kubectl top pods', 'kubectl top pod web'])
      expect(await type('no-metrics-server', command)).toMatchObject({
        exitCode: 1,
        stderr: 'error: Metrics API not available\n',
      })
    expect(await type('no-chaos-mesh', 'kubectl get podchaos')).toMatchObject({
      stderr: expect.stringContaining(`doesn't have a resource type "podchaos"`) as string,
    })
    const elapsedMs = async (name: string): Promise<number> => {
      const { clock, shells } = open(name)
      const startMs = clock.nowMs()
      await shells.harness.exec({ command: 'kubectl get nodes', stdin: '', timeoutMs: 60_000 })
      return clock.nowMs() - startMs
    }
    expect((await elapsedMs('slow-links')) - (await elapsedMs('plain'))).toBeGreaterThan(500)
  })

  it('say what tools the target host has', async () => {
    expect(await type('bare-host', 'command -v jq kubectl grep; echo 1 | awk 1')).toMatchObject({
      stdout: '/usr/bin/kubectl\n/usr/bin/grep\n',
      stderr: 'bash: line 1: awk: command not found\n',
    })
    expect(await type('plain', 'command -v jq')).toMatchObject({ stdout: '/usr/bin/jq\n' })
  })

  it('refuse what they do not know', () => {
    expect(() => SandboxSettings.parse({ name: 'x', description: 'x', node: 3 })).toThrow('Unrecognized key')
    expect(() => SandboxSettings.parse({ name: 'x', description: 'x', kubernetes: '1.32' })).toThrow(
      'expected a version',
    )
  })
})
