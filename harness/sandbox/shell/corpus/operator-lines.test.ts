import { describe, expect, it } from 'vitest'
import { createRng } from '../../../adapters/system/create-rng.ts'
import { missingPrograms } from '../../../testing/missing-programs.ts'
import { readCorpus } from './read-corpus.ts'
import { runInBash } from './run-in-bash.ts'
import { runInSandbox } from './run-in-sandbox.ts'

const corpus = readCorpus()

const missing = missingPrograms('jq', 'column', 'watch')
const comparable = corpus.lines.filter(({ run }) => !missing.some((tool) => new RegExp(`\\b${tool}\\b`).test(run)))

describe('what operators type, in the sandbox as in the bash of this machine', () => {
  it.each(comparable.filter((line) => line.differs === undefined))('$run', async ({ run, stderr }) => {
    const [real, ours] = [await runInBash(corpus, run), await runInSandbox(createRng(1), corpus, run)]
    expect(stderr === 'any' ? { ...ours, stderr: ours.stderr === '' ? '' : real.stderr } : ours).toEqual(real)
  })

  it.each(comparable.filter((line) => line.differs !== undefined))('differs still: $differs: $run', async ({ run }) => {
    expect(await runInSandbox(createRng(1), corpus, run)).not.toEqual(await runInBash(corpus, run))
  })

  it('holds at least 120 lines, nearly all of which agree', () => {
    expect(corpus.lines.length).toBeGreaterThanOrEqual(120)
    expect(corpus.lines.filter((line) => line.differs !== undefined).length).toBeLessThan(corpus.lines.length / 20)
  })
})
