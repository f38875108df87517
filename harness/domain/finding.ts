import { z } from 'zod'
import { ObjectRef } from './ids.ts'
import { Regex } from './regex.ts'

/** Classes of root causes that the pilot distinguishes. `none` says that nothing is wrong. */
export const CauseClass = z.enum(['cpu', 'memory', 'network', 'none'])
export type CauseClass = z.output<typeof CauseClass>

/** What a card asks: is something wrong · what caused it · did a rollout come before it · has it recovered. */
export const Question = z.enum(['anomaly', 'root-cause', 'recent-change', 'recovered'])
export type Question = z.output<typeof Question>

const answerFields = {
  answer: z.enum(['yes', 'no']),
  object: ObjectRef.optional(),
  cause: CauseClass.optional(),
}

/** What is true of a task in one of its variants; the same fields as a finding, without evidence. */
export const Truth = z.strictObject(answerFields)
export type Truth = z.output<typeof Truth>

/** The answer of a method to its card's question. Evidence quotes outputs that the method saw, to the letter. */
export const Finding = z.strictObject({
  ...answerFields,
  evidence: z.array(z.string().min(1)),
})
export type Finding = z.output<typeof Finding>

/** One rule of a skill's answer: when the output of a step matches, this is the answer. `$1` … in `object` are the groups of the match. */
export const FindingRule = z.strictObject({
  step: z.string().min(1),
  matches: Regex,
  answer: z.enum(['yes', 'no']),
  object: z.string().min(1).optional(),
  cause: CauseClass.optional(),
})
export type FindingRule = z.output<typeof FindingRule>

/** How a detection or diagnosis skill states its answer: the first rule that matches; each match is the evidence. */
export const FindingSpec = z.strictObject({
  rules: z.array(FindingRule).min(1),
})
export type FindingSpec = z.output<typeof FindingSpec>
