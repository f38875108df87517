import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aSweepStore, someMethods } from '../../harness/testing/a-sweep-store.ts'
import { analyse } from '../summary/analyse.ts'
import { writeReport } from './write-report.ts'

const model = () =>
  analyse(
    aSweepStore({
      methods: someMethods(['System', 'System − gate', 'Bare & <b>']),
      tasks: ['detect-1', 'detect-2', 'gated-1'],
      seeds: [0, 1, 2],
      result: ({ method, seed }) => (method.title.startsWith('Bare') && seed === 1 ? 'void' : {}),
    }),
    { sweepId: 'pilot', fallbacks: 'exclude' },
  )

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'opsskill-report-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})

const read = (path: string): Buffer => readFileSync(join(directory, path))

describe('writeReport', () => {
  it('writes page, figures, tables and a manifest whose digests are those of the files', async () => {
    const paths = await writeReport(model(), directory)
    expect(paths).toEqual(
      expect.arrayContaining(['report.html', 'figures/ablation.svg', 'figures/ablation.png', 'tables/methods.tex']),
    )
    const { files, rows } = JSON.parse(read('manifest.json').toString()) as {
      files: { path: string; sha256: string }[]
      rows: { planned: number; judged: number }
    }
    expect(files.map((file) => file.path)).toEqual(paths.slice(0, -1))
    for (const { path, sha256 } of files) expect(createHash('sha256').update(read(path)).digest('hex')).toBe(sha256)
    expect(rows).toMatchObject({ planned: 27, judged: 24 })
  })

  it('writes the same bytes for the same rows', async () => {
    await writeReport(model(), join(directory, 'a'))
    await writeReport(model(), join(directory, 'b'))
    expect(read('a/manifest.json')).toEqual(read('b/manifest.json'))
  })

  it('makes a page that loads nothing, and escapes what it is given', async () => {
    await writeReport(model(), directory)
    const page = read('report.html').toString()
    const addresses = [...page.matchAll(/(?:src|href|url)\s*[=(]\s*"?([^")\s>]*)/g)].map(([, address]) => address)
    expect(addresses.filter((address) => !address?.startsWith('#'))).toEqual([])
    expect(page).not.toMatch(/<script|<link|@import/)
    expect(page).toContain('Bare &amp; &lt;b&gt;')
    expect(page).not.toContain('<b>&')
  })

  it('links every column of the method table to the SQL that recomputes it', async () => {
    await writeReport(model(), directory)
    const page = read('report.html').toString()
    const links = [...page.matchAll(/href="#(query-\d+)"/g)].map(([, id]) => id)
    expect(links.length).toBe(7)
    for (const id of links) expect(page).toContain(`<pre id="${id}">WITH counted AS`)
  })
})
