import type { Question } from '../../harness/domain/finding.ts'
import type { Claim } from '../../harness/domain/claim.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import { conclude, type Sighting } from '../rules/conclude.ts'
import { ruleTable, type RuleTable } from '../rules/rule-table.ts'
import { look, runBare } from './bare.ts'
import type { LoopFactory } from './loop-parts.ts'

const DEFAULT_TURNS = 8

/** Alternates between one look and one step, and stops at the first sign (questions) or when no sign is left (recovery). */
export const reactLoop: LoopFactory = (makeParts) => ({
  run: (context) => {
    const parts = makeParts(context)
    return reactEpisode(context, ruleTable(parts.skills), parts.options.turns ?? DEFAULT_TURNS, new Set())
  },
})

/** One episode. Skills in `avoid` failed before and are not used. */
export const reactEpisode = (
  context: LoopContext,
  table: RuleTable,
  turns: number,
  avoid: ReadonlySet<string>,
): Promise<Claim & { readonly used: readonly string[] }> =>
  context.card.question === undefined
    ? recover(context, table, turns, avoid)
    : answer(context, table, context.card.question, turns, avoid)

const answer = async (
  context: LoopContext,
  table: RuleTable,
  question: Question,
  turns: number,
  avoid: ReadonlySet<string>,
) => {
  const looks = table.observations(question)
  const sightings: Sighting[] = []
  // What looked well is looked at again while there are turns: trouble may come and go.
  for (let turn = 0; turn < turns; turn += 1) {
    const skill = looks[turn % looks.length]
    if (skill === undefined) break
    sightings.push(...(await look(context, skill)))
    const trusted = sightings.filter((sighting) => sighting.finding.answer === 'no' || !avoid.has(sighting.skill))
    const { finding, basis } = conclude(context.card, question, trusted)
    if (basis !== null)
      return {
        status: 'solved',
        finding,
        summary: `seen by ${basis.skill} in turn ${turn + 1}`,
        used: [basis.skill],
      } as const
    if (turn === turns - 1)
      return { status: 'solved', finding, summary: `no sign in ${turns} turns`, used: [] } as const
  }
  return { status: 'unsolved', summary: 'the skill bank holds no look that answers the question', used: [] } as const
}

const recover = async (context: LoopContext, table: RuleTable, turns: number, avoid: ReadonlySet<string>) => {
  const remedies = table.remedies().filter((skill) => !avoid.has(skill.name))
  const used: string[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    const sightings = await lookAround(context, table)
    if (conclude(context.card, 'anomaly', sightings).basis === null)
      return { status: 'solved', summary: `no sign left after ${used.join(', ') || 'no step'}`, used } as const
    const remedy = remedies[used.length]
    if (remedy === undefined) return { status: 'unsolved', summary: 'every remedy was tried', used } as const
    await runBare(context, remedy)
    used.push(remedy.name)
  }
  return { status: 'unsolved', summary: `still signs after ${turns} turns`, used } as const
}

const lookAround = async (context: LoopContext, table: RuleTable): Promise<readonly Sighting[]> => {
  const sightings: Sighting[] = []
  for (const skill of table.observations('anomaly')) sightings.push(...(await look(context, skill)))
  return sightings
}
