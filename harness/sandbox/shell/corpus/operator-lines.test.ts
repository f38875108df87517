import { describe, expect, it } from 'vitest'
import { readCorpus } from './read-corpus.ts'
import { runInBash } from './run-in-bash.ts'
import { runInSandbox } from './run-in-sandbox.ts'

const corpus = readCorpus()

describe('what operators type, in the sandbox as in the bash of this machine', () => {
  const lines = corpus.lines.map((line) => ({ ...line, agrees: line.differs === undefined }))

  it.each(lines)('$run', async ({ run, agrees, stderr }) => {
    const real = await runInBash(corpus, run)
    const ours = await runInSandbox(corpus, run)
    const shown = stderr === 'any' ? { ...ours, stderr: ours.stderr === '' ? '' : real.stderr } : ours
    // A difference that is gone should not go on standing in the list.
    const expected = agrees ? real : expect.not.objectContaining(real)
    expect(shown).toEqual(expected)
  })

  it('holds at least 120 lines, nearly all of which agree', () => {
    expect(corpus.lines.length).toBeGreaterThanOrEqual(120)
    expect(corpus.lines.filter((line) => line.differs !== undefined).length).toBeLessThan(corpus.lines.length / 20)
  })
})
