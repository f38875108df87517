import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
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
    [
      ['run', '/does/not/exist.yaml'],
      '/does/not/exist.yaml: expected a file that can be read, found none; check the path',
    ],
    [
      ['agent', '/does/not/exist.yaml'],
      '/does/not/exist.yaml: expected a file that can be read, found none; check the path',
    ],
    [['sweep', process.execPath], 'expected a text file in UTF-8, found a binary file'],
    [['tasks', 'show', 'detect-7'], 'there is no task detect-7 in the suite pilot'],
    [['tasks', 'list', '--suite', 'nightly'], 'there is no suite nightly; there are drill, pilot'],
    [['report', '/does/not/exist'], '/does/not/exist: there is no store'],
  ])('refuses %j, says what is expected, and exits 2', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv)
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('shows where an error comes from only when asked to', async () => {
    const argv = ['run', '/does/not/exist.yaml']
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

describe('validate of many files', () => {
  it('goes on after one that is missing or no text, says all, and exits 2: one was named that is not there', async () => {
    const binary = file('a.out', '\u007FELF\0\0')
    const broken = file('broken.yaml', 'name: x\nactions: 7\n')
    const good = seed('restart_deployment.yaml')
    const { code, stdout, stderr } = await run(['validate', '/none.yaml', binary, broken, good])
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
    expect((await run(['validate', binary, broken, good])).code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      files: [
        { file: '/none.yaml', kind: null, valid: false, problems: [{ line: null, found: 'none' }] },
        { file: binary, kind: null, valid: false, problems: [{ line: null, found: 'a binary file' }] },
        { file: broken, kind: 'skill', valid: false },
        { file: good, kind: 'skill', valid: true },
      ],
    })
  })

  it('warns of what run would refuse', async () => {
    const template = seed('patch_image_or_config.yaml')
    const { code, stdout } = await run(['validate', template], { isTTY: true, env: { NO_COLOR: '1' } })
    expect(code).toBe(0)
    expect(stdout).toContain(
      `${template}:43 warning: actions[0].command: expected a command that can run, found the placeholder PLACEHOLDER_IMAGE`,
    )
  })
})

describe('files that are written', () => {
  const card = seed('task_card.yaml')
  const skill = seed('restart_deployment.yaml')

  it.each([
    [['generate', card, '/proc/x'], 'OUT /proc/x: cannot be written: the system lets nothing be made there'],
    [
      ['generate', card, '/proc/x/y.yaml'],
      'OUT /proc/x/y.yaml: cannot be written: the system lets nothing be made there',
    ],
    [['run', skill, '--report-out', '/proc/x/r.json'], 'name another file with --report-out'],
    [['agent', '--report-out', '/proc/x/r.json'], 'name another file with --report-out'],
    [
      ['pilot', '--out', '/proc/x'],
      '/proc/x: cannot be made: the system lets nothing be made there; name another folder with --out',
    ],
    [
      ['sweep', 'baselines/sweeps/pilot.yaml', '--out', '/dev/null'],
      '/dev/null: is not a folder; name another folder with --out',
    ],
    [['sandbox', 'up', '--folder', '/proc/x'], 'name another with --folder'],
    [['sandbox', 'replay', '/dev/null', '--out', '/proc/x/y'], 'name another file with --out'],
    [['run', skill, '--report-out', skill], 'is what the command reads; name another file'],
    [['agent', '--task-card', card, '--report-out', card], 'is what the command reads; name another file'],
    [['generate', card, card, '--force'], 'is what the command reads; name another file'],
    [['generate', card, import.meta.dirname], 'is a folder; name a file in it'],
  ])('are refused before any work where they cannot be: %j', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv)
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('leave nothing behind where the work then fails', async () => {
    const out = join(folder, 'mine.yaml')
    expect((await run(['generate', skill, out])).code).toBe(2)
    expect(existsSync(out)).toBe(false)
  })
})

describe('generate', () => {
  it('keeps an older file unless it is told to replace it', async () => {
    const out = file('mine.yaml', 'precious')
    const refused = await run(['generate', seed('task_card.yaml'), out])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(`OUT ${out}: exists already; name another file, or replace it with --force`)
    expect(readFileSync(out, 'utf8')).toBe('precious')
    expect((await run(['generate', seed('task_card.yaml'), out, '--force'])).code).toBe(0)
    expect(readFileSync(out, 'utf8')).toContain('rollout restart')
  })

  it('says that flags of a model do nothing without the llm variant', async () => {
    const { stderr } = await run(['generate', seed('task_card.yaml'), join(folder, 'x.yaml'), '--model', 'gpt-5.4'])
    expect(stderr).toContain('warning: --model: nothing asks a model without --generator llm')
  })

  it('writes a skill for an old task card, which validates', async () => {
    const out = join(folder, 'skills/mine.yaml')
    const { code, stdout, stderr } = await run(['generate', seed('task_card.yaml'), out])
    expect(code).toBe(0)
    expect(stderr).toContain(`made the folder ${join(folder, 'skills')}`)
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
    expect(parse(readFileSync(out, 'utf8'))).toMatchObject({
      metadata: {
        generator: { requested: 'llm', used: 'template', reason: expect.stringContaining('NO_SUCH_KEY_IS_SET') },
      },
    })
    expect((await run(['validate', out])).code).toBe(0)
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

  it.each([60, 110])('lists them within a terminal of %i columns', async (columns) => {
    const { stdout } = await run(['tasks', 'list'], { isTTY: true, columns, env: { NO_COLOR: '1' } })
    const lines = stdout.split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
    expect(lines.filter((line) => /^[a-z]+-\d/.test(line))).toHaveLength(9)
  })
})
