import { conclude } from '../rules/conclude.ts'
import { ruleTable } from '../rules/rule-table.ts'
import { look, runBare } from './bare.ts'
import type { LoopFactory } from './loop-parts.ts'

/** One pass: every look that answers the question, or the first remedy; then it claims success. */
export const directLoop: LoopFactory = (makeParts) => ({
  run: async (context) => {
    const table = ruleTable(makeParts(context).skills)
    const { card } = context
    if (card.question === undefined) {
      const remedy = table.remedies()[0]
      if (remedy === undefined) return { status: 'unsolved', summary: 'the skill bank holds no remedy' }
      const { failed } = await runBare(context, remedy)
      return failed === null
        ? { status: 'solved', summary: `ran ${remedy.name}` }
        : { status: 'unsolved', summary: failed }
    }
    const sightings = []
    for (const skill of table.observations(card.question)) sightings.push(...(await look(context, skill)).sightings)
    const { finding, basis } = conclude(card, card.question, sightings)
    return { status: 'solved', finding, summary: basis === null ? 'no sign in one look' : `seen by ${basis.skill}` }
  },
})
