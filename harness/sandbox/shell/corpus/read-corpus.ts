import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const Line = z.strictObject({
  run: z.string(),
  /** Why the sandbox's shell does not do as bash does. */
  differs: z.string().optional(),
  /** `any`: the wording of the complaint is the program's own affair. */
  stderr: z.literal('any').optional(),
})

const Corpus = z.strictObject({
  kubectl: z.record(z.string(), z.string()),
  files: z.record(z.string(), z.string()),
  lines: z.array(Line),
})
export type Corpus = z.output<typeof Corpus>

export const readCorpus = (): Corpus =>
  Corpus.parse(parse(readFileSync(new URL('operator-lines.yaml', import.meta.url), 'utf8')))
