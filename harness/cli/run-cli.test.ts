import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aCliIo, type CapturedIo } from '../testing/cli-io.ts'
import { runCli } from './run-cli.ts'

const run = async (argv: readonly string[], given: Parameters<typeof aCliIo>[0] = {}) => {
  const captured: CapturedIo = aCliIo(given)
  const code = await runCli(argv, captured.io)
  return { code, stdout: captured.stdout(), stderr: captured.stderr() }
}
const seed = (name: string): string => join(import.meta.dirname, '../adapters/yaml/testdata', name)

let folder: string
const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const COMMANDS = ['pilot', 'sweep', 'report', 'validate', 'generate', 'run', 'rollback', 'review', 'agent', 'tasks']

describe('usage', () => {
  it('names every command in its help, which ends well', async () => {
    const { code, stdout, stderr } = await run(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command}`)
  })

  it.each([...COMMANDS.map((name) => [name]), ['tasks', 'list'], ['tasks', 'show'], ['tasks', 'verify']])(
    'shows examples in the help of %s %s',
    async (...names) => {
      const { code, stdout } = await run([...names.filter(Boolean), '--help'])
      expect(code).toBe(0)
      expect(stdout).toContain(`\n  opsskill ${names.filter(Boolean).join(' ')}`)
    },
  )

  it.each([
    [['valdiate', 'x.yaml'], 'Did you mean validate?'],
    [['pilot', '--frehs'], 'Did you mean --fresh?'],
    [['pilot', 'quick'], 'Allowed choices are fast, paper.'],
    [['pilot', '--workers', '0'], 'Expected a whole number of at least 1.'],
    [['agent', '--stages', 'repair'], 'Allowed choices are detection, diagnosis, recovery.'],
    [['run'], "missing required argument 'skill'"],
    [['validate', '/does/not/exist.yaml'], '/does/not/exist.yaml: expected a file that can be read, found none'],
    [['tasks', 'show', 'detect-7'], 'there is no task detect-7 in the suite pilot'],
    [['tasks', 'list', '--suite', 'nightly'], 'there is no suite nightly; there are pilot'],
    [['report', '/does/not/exist'], '/does/not/exist: there is no store'],
  ])('refuses %j, says what is expected, and exits 2', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv)
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('shows where an error comes from only when asked to', async () => {
    const argv = ['validate', '/does/not/exist.yaml']
    expect((await run(argv)).stderr).not.toContain('\n    at ')
    expect((await run(argv, { env: { OPSSKILL_DEBUG: '1' } })).stderr).toContain('\n    at ')
  })
})

describe('validate', () => {
  it('prints JSON where stdout is a pipe, and text on a terminal', async () => {
    const skill = seed('restart_deployment.yaml')
    const piped = await run(['validate', skill])
    expect(JSON.parse(piped.stdout)).toMatchObject({
      valid: true,
      files: [{ file: skill, kind: 'skill', valid: true }],
    })
    const shown = await run(['validate', skill], { isTTY: true, env: { NO_COLOR: '1' } })
    expect(shown.stdout).toMatch(`valid   ${skill} (skill)`)
    expect(shown.stdout).not.toContain('\u001B')
    expect((await run(['validate', skill], { isTTY: true })).stdout).toContain('\u001B[32m')
    expect(JSON.parse((await run(['validate', skill, '--json'], { isTTY: true })).stdout)).toMatchObject({
      valid: true,
    })
  })

  it('tells everything that is wrong with a file at once, with lines, and exits 1', async () => {
    const broken = file(
      'broken.yaml',
      'name: x\nintent: y\nnamespace: z\nactions:\n  - name: a\n    comand: kubectl get pod p\n    on_failure: stop\n',
    )
    const { code, stdout } = await run(['validate', broken], { isTTY: true, env: { NO_COLOR: '1' } })
    expect(code).toBe(1)
    expect(stdout).toContain(`${broken}:6 actions[0].comand`)
    expect(stdout).toContain('did you mean command?')
    expect(stdout).toContain(`${broken}:7 actions[0].on_failure`)
  })
})

describe('generate', () => {
  it('writes a skill for an old task card, which validates', async () => {
    const out = join(folder, 'skills/mine.yaml')
    const { code, stdout } = await run(['generate', seed('task_card.yaml'), out])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ file: out, components: [{ requested: 'template', used: 'template' }] })
    expect(readFileSync(out, 'utf8')).toContain('rollout restart')
    expect((await run(['validate', out])).code).toBe(0)
  })

  it('says when the template answered in place of the model', async () => {
    const out = join(folder, 'mine.yaml')
    const model = ['--generator', 'llm', '--api-key-env', 'NO_SUCH_KEY_IS_SET']
    const { code, stdout, stderr } = await run(['generate', seed('task_card.yaml'), out, ...model])
    expect(code).toBe(0)
    expect(stderr).toContain('generator llm was requested, template answered')
    expect(JSON.parse(stdout)).toMatchObject({
      components: [{ component: 'generator', requested: 'llm', used: 'template' }],
    })
  })

  it('refuses a card that is none', async () => {
    const { code, stderr } = await run(['generate', seed('restart_deployment.yaml'), join(folder, 'x.yaml')])
    expect(code).toBe(2)
    expect(stderr).toContain('expected a task-card, found a skill')
  })
})

describe('review', () => {
  it('reviews a report that the first version saved', async () => {
    const { code, stdout } = await run(['review', seed('report_check_namespace_access.json')])
    const review = JSON.parse(stdout) as { readonly skill: string; readonly notes: readonly string[] }
    expect(code).toBe(0)
    expect(review.skill).toBe('check-namespace-access')
    expect(review.notes.join('\n')).toContain('work in default although the run was set up for opsskill-sandbox')
  })

  it('refuses a file that is no report', async () => {
    expect((await run(['review', seed('task_card.yaml')])).code).toBe(2)
  })
})

describe('tasks', () => {
  it('lists the suite, and shows a task with its oracle', async () => {
    const listed = JSON.parse((await run(['tasks', 'list'])).stdout) as { readonly tasks: readonly { id: string }[] }
    expect(listed.tasks).toHaveLength(9)
    const shown = await run(['tasks', 'show', 'recover-2'], { isTTY: true })
    expect(shown.stdout).toContain('judges: state')
  })
})
