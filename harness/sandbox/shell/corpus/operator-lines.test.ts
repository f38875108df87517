import { describe, expect, it } from 'vitest'
import { readCorpus } from './read-corpus.ts'
import { runInBash } from './run-in-bash.ts'
import { runInSandbox } from './run-in-sandbox.ts'

const corpus = readCorpus()

describe('what operators type, in the sandbox as in the bash of this machine', () => {
  it.each(corpus.lines)('$run', async ({ run, differs, stderr }) => {
    const real = await runInBash(corpus, run)
    const ours = await runInSandbox(corpus, run)
    const shown = stderr === 'any' ? { ...ours, stderr: ours.stderr === '' ? '' : real.stderr } : ours
    if (differs === undefined) expect(shown).toEqual(real)
    else expect(shown).not.toEqual(real)
  })

  it('holds at least 120 lines, nearly all of which agree', () => {
    expect(corpus.lines.length).toBeGreaterThanOrEqual(120)
    expect(corpus.lines.filter((line) => line.differs !== undefined).length).toBeLessThan(corpus.lines.length / 20)
  })
})
