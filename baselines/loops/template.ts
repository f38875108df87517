import { conclude } from '../rules/conclude.ts'
import { ruleTable } from '../rules/rule-table.ts'
import type { LoopFactory } from './loop-parts.ts'
import { runChoice } from './run-choice.ts'

/** One fixed skill for the kind of card, filled from the card and run whatever the state; no planning, no second look. */
export const templateLoop: LoopFactory = (makeParts) => ({
  run: async (context) => {
    const { card } = context
    const parts = makeParts(context)
    const table = ruleTable(parts.skills)
    const fixed = card.question === undefined ? table.remedies()[0] : table.observations(card.question)[0]
    if (fixed === undefined) return { status: 'unsolved', summary: 'the skill bank holds no skill for this card' }
    const run = await runChoice(context, parts, null, fixed)
    if (card.question === undefined)
      return { status: run.report.status === 'succeeded' ? 'solved' : 'unsolved', summary: `ran ${fixed.name}` }
    if (run.finding === null) return { status: 'unsolved', summary: `${fixed.name} gave no answer` }
    const { finding } = conclude(card, card.question, [{ skill: fixed.name, finding: run.finding }])
    return { status: 'solved', finding, summary: `seen by ${fixed.name}` }
  },
})
