import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCliIo } from '../testing/cli-io.ts'
import { runCli } from './run-cli.ts'

const cli = async (argv: readonly string[], given: Parameters<typeof aCliIo>[0] = {}) => {
  const captured = aCliIo(given)
  const code = await runCli(argv, captured.io)
  return { code, stdout: captured.stdout(), stderr: captured.stderr() }
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A fault of the library with something changed. */
const aFile = (name: string, from: string, ...changes: readonly (readonly [string, string])[]): string => {
  const text = readFileSync(join(import.meta.dirname, '../../faults', `${from}.yaml`), 'utf8')
  const file = join(folder, name)
  writeFileSync(
    file,
    changes.reduce((all, [old, fresh]) => all.replace(old, fresh), text),
  )
  return file
}

describe('faults list', () => {
  it.each([60, 130])('fits a terminal of %i columns', async (columns) => {
    const { stdout, code } = await cli(['faults', 'list', 'network', 'io'], { columns, isTTY: true })
    expect(code).toBe(0)
    const lines = stripVTControlCharacters(stdout).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
    expect(lines.filter((line) => /^(?:network|io)\//.test(line)).length).toBeGreaterThanOrEqual(13)
  })
})

describe('a name that leads nowhere', () => {
  it.each([
    [['show', 'network/dealy'], 'there is no fault or domain network/dealy; did you mean network/delay?'],
    [['verify', 'netwrok'], 'did you mean network?'],
    [['try', 'image/bad-tga'], 'did you mean image/bad-tag?'],
    [['validate', 'something-else-altogether'], 'see npx opsskill faults list'],
    [['show', 'network'], 'name one: network/bandwidth'],
    [['try', 'image/bad-tag', '--workload', 'db'], 'hits demo-app or demo-api, not db'],
  ])('%j is answered with the way out', async (argv, answer) => {
    const { code, stderr } = await cli(['faults', ...argv])
    expect(stderr).toContain(answer)
    expect(code).toBe(2)
  })
})

describe('faults validate', () => {
  const problemsOf = async (file: string) => {
    const { code, stdout } = await cli(['faults', 'validate', file])
    const { faults } = JSON.parse(stdout) as { faults: { problems: Record<string, unknown>[] }[] }
    return { code, problems: faults.flatMap(({ problems }) => problems) }
  }

  it('names line, key, what was expected and what was found, for all that is wrong at once', async () => {
    const file = aFile(
      'fields.yaml',
      'network/delay-one',
      ['action: delay', 'action: dely'],
      ['mode: all', 'moed: all'],
    )
    const { code, problems } = await problemsOf(file)
    expect(code).toBe(1)
    expect(problems).toMatchObject([
      { line: 10, key: 'inject.chaos.spec.mode', found: 'nothing' },
      {
        line: 11,
        key: 'inject.chaos.spec.action',
        found: '"dely"',
        expected: expect.stringContaining('delay, loss'),
        remedy: 'did you mean delay?',
      },
      {
        line: 12,
        key: 'inject.chaos.spec.moed',
        remedy: 'take it out',
        expected: expect.stringContaining('one of the keys mode, selector'),
      },
    ])
  })

  it('holds a symptom to what operators see, and the app to those that there are', async () => {
    const file = aFile(
      'symptom.yaml',
      'network/delay-one',
      ['kubectl -n __NAMESPACE__ exec deploy/toolbox --', 'kubectl get networkchaos -A;'],
      ['workloads: [demo-app, demo-api]', 'app: demo-ap\nworkloads: [demo-app]'],
    )
    const { code, problems } = await problemsOf(file)
    expect(code).toBe(1)
    expect(problems).toMatchObject([
      { key: 'app', found: 'demo-ap' },
      { key: 'symptom.command', expected: 'what an operator can see' },
    ])
  })

  it('warns of what only the sandbox would refuse', async () => {
    const { code, problems } = await problemsOf(aFile('mistake.yaml', 'io/volume-slow', ['latency', 'mistake']))
    expect(code).toBe(0)
    expect(problems).toMatchObject([{ severity: 'warning', line: 12, key: 'inject.chaos.spec.action' }])
  })

  it('says of other files what they are', async () => {
    const sweep = join(import.meta.dirname, '../../baselines/sweeps/pilot.yaml')
    expect((await problemsOf(sweep)).problems).toMatchObject([{ expected: 'a fault', found: 'a sweep' }])
  })

  it('is wrong use for a file that is not there', async () => {
    const { code, problems } = await problemsOf(join(folder, 'none.yaml'))
    expect(problems).toMatchObject([{ remedy: 'check the path' }])
    expect(code).toBe(2)
  })
})

describe("a fault of one's own", () => {
  it('is tried, shown and proven by the name of its file', async () => {
    const file = aFile('own.yaml', 'replicas/scaled-down', ['name: replicas-', 'name: own-'])
    const tried = await cli(['faults', 'try', file, '--watch', '1'])
    const { fault, lines, isAsBefore } = JSON.parse(tried.stdout) as {
      fault: string
      lines: string[]
      isAsBefore: boolean
    }
    expect([tried.code, fault, isAsBefore]).toEqual([0, file, true])
    expect(lines.join('\n')).toMatch(/injecting own-scaled-down [^]*the symptom shows/)
    expect((await cli(['faults', 'show', file])).stdout).toContain('own-scaled-down')
    expect(JSON.parse((await cli(['faults', 'list', file, 'image/bad-tag'])).stdout)).toMatchObject({
      faults: [{ path: 'image/bad-tag' }, { path: file }],
    })
  })

  it('is refused with all that is wrong with it, before anything is opened', async () => {
    const file = aFile('bad.yaml', 'network/delay-one', ['action: delay', 'action: dely'], ['app: ', 'app: no-'])
    const { code, stderr } = await cli(['faults', 'try', file])
    expect(stderr).toMatch(/bad\.yaml:\d+ inject\.chaos\.spec\.action: .*did you mean delay\?/)
    expect(code).toBe(2)
    const none = await cli(['sandbox', 'up', '--folder', join(folder, 'up'), '--fault', join(folder, 'none.yaml')])
    expect(existsSync(join(folder, 'up'))).toBe(false)
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('none.yaml: expected a file that can be')])
  })
})

describe('faults try', () => {
  it.each(['io/volume-full', 'stress/cpu-blip'])(
    'tells the story of %s in a sandbox, from a healthy app to a cluster that is as before',
    async (fault) => {
      const { code, stdout } = await cli(['faults', 'try', fault])
      const { lines, isAsBefore } = JSON.parse(stdout) as { lines: string[]; isAsBefore: boolean }
      const story = lines.join('\n')
      expect(story).toMatch(/symptom \(.*\): not there[^]*the symptom shows[^]*recovered/)
      expect(story).not.toContain('SHOWS BEFORE')
      expect([isAsBefore, code]).toEqual([true, 0])
    },
  )
})
