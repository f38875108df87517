import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../domain/errors.ts'
import { lintChecks, lintSkill } from '../../policy/lint-skill.ts'
import { loadDocument, requireDocument } from './load-document.ts'
import { parseDocument } from './parse-document.ts'
import { formatProblem } from './problem.ts'
import { writeSkill } from './write-skill.ts'

const LINTER = { lintSkill, lintChecks }
const FOLDER = new URL('./testdata/', import.meta.url).pathname
const parse = (text: string) => parseDocument(LINTER, 'file.yaml', text)
const messages = (text: string): readonly string[] => parse(text).problems.map(formatProblem)

describe('what is wrong with a document', () => {
  it.each(readdirSync(FOLDER).filter((name) => /^broken-.*\.yaml$/.test(name)))(
    'is said all at once for %s',
    async (name) => {
      const loaded = await loadDocument(LINTER, `${FOLDER}${name}`)
      expect(loaded.document).toBeNull()
      const lines = loaded.problems.map((problem) => formatProblem({ ...problem, file: name }))
      await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`testdata/golden-${name.replace('.yaml', '.txt')}`)
    },
  )

  it('names the line of a key that is written twice', () => {
    expect(messages('name: a\nintent: b\nname: c\n')).toEqual([
      'file.yaml:3 document: expected YAML that can be read, found the same key twice',
    ])
  })

  it('is said of aliases that grow without bound, of too many levels, and of an empty file', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(', ')}]`),
    ]
    expect(messages(bomb.join('\n'))[0]).toContain('expected at most 100 uses of an alias')
    expect(messages('['.repeat(200_000))[0]).toMatch(/expected (?:a document of sensible depth|YAML that can be read)/)
    expect(messages('')).toEqual(['file.yaml:1 document: expected a document, found an empty file'])
    expect(messages(`a: ${'x'.repeat(9 * 1024 * 1024)}`)[0]).toContain('expected at most 8 MiB, found 10 MiB')
  })

  it('is a warning in a file of version 0.1, which is still used', () => {
    const old = parse(
      'version: 0.1\nname: s\nintent: i\nnamespace: n\nauthor: me\nmetadata: { risk_level: severe, team: ops }\n' +
        'actions: [{ name: a, command: kubectl -n n rollout restart deployment/x, retries: 3 }]\n' +
        'success_criteria: [{ name: c, command: echo ok, expect_stdout_contains: "" }]\nrollback:\n',
    )
    expect(old.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(old.problems.map(({ key }) => key)).toEqual([
      'author',
      'metadata.risk_level',
      'actions[0].retries',
      'actions[0].command',
      'success_criteria[0].expect_stdout_contains',
      'success_criteria[0].command',
    ])
    expect(old.document?.value).toMatchObject({ version: '0.1', metadata: { team: 'ops' }, rollback: [] })
  })

  it('reaches callers that need one kind as one error with every line', () => {
    expect(() => requireDocument(parse('name: x\nactions: 3\nnamespace: 4\n'), 'skill')).toThrow(UsageError)
    expect(() => requireDocument(parse('sweep: x\n'), 'skill')).toThrow(
      /file\.yaml:1 mode: expected one of fast, paper, found nothing/,
    )
    expect(() =>
      requireDocument(
        parse('skill_name: x\npreconditions: []\nactions: []\nsuccess_criteria: []\nrollback: []\n'),
        'skill',
      ),
    ).toThrow('file.yaml: expected a skill, found a report')
  })

  it('is said in a few short lines of a file that is no YAML at all', () => {
    const { problems } = parse(
      '# T\n\n```\n' + 'words: of: a `text`, "that" goes on; '.repeat(200).replaceAll('; ', ';\n') + '```\n',
    )
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThanOrEqual(5)
    for (const each of problems) expect(formatProblem(each).length).toBeLessThan(250)
  })

  it.each([
    ['none.yaml', null, 'none.yaml: expected a file that can be read, found none; check the path'],
    ['.', null, 'expected a file that can be read, found a folder; name the files in it'],
    [
      'disk.img',
      [0x7f, 0x45, 0x00, 0x01],
      'expected a text file in UTF-8, found a binary file; name a YAML or JSON file',
    ],
    ['latin.yaml', [...Buffer.from('name: caf'), 0xe9, 0x0a], 'found bytes that are not UTF-8; save it as UTF-8'],
    ['wide.yaml', [0xff, 0xfe, 0x6e, 0x00], 'expected a text file in UTF-8, found UTF-16; save it as UTF-8'],
  ])('is said of %s, which cannot be read as text', async (name, bytes, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'documents-'))
    const file = join(folder, name)
    if (bytes !== null) writeFileSync(file, Uint8Array.from(bytes))
    const { kind, problems } = await loadDocument(LINTER, file)
    expect({ kind, lines: problems.map(formatProblem) }).toEqual({
      kind: null,
      lines: [expect.stringContaining(message)],
    })
    expect(() => requireDocument({ file, kind, document: null, hidden: {}, problems }, 'skill')).toThrow(UsageError)
    rmSync(folder, { recursive: true })
  })
})

describe('a skill', () => {
  it('is written as it is read', async () => {
    const skill = requireDocument(await loadDocument(LINTER, `${FOLDER}restart_deployment.yaml`), 'skill')
    expect(requireDocument(parse(writeSkill(skill)), 'skill')).toEqual(skill)
  })
})
