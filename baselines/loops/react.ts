import type { Claim } from '../../harness/domain/claim.ts'
import type { RanCommand } from '../../harness/domain/execution-report.ts'
import type { Question } from '../../harness/domain/finding.ts'
import type { Skill } from '../../harness/domain/skill.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import { conclude, type Sighting } from '../rules/conclude.ts'
import { ruleTable, type RuleTable } from '../rules/rule-table.ts'
import { look, runBare } from './bare.ts'
import type { LoopFactory } from './loop-parts.ts'

const DEFAULT_TURNS = 8

/** Alternates between one look and one step, and stops at the first sign (questions) or when no sign is left (recovery). */
export const reactLoop: LoopFactory = (makeParts) => ({
  run: async (context) => {
    const parts = makeParts(context)
    const episode = {
      table: ruleTable(parts.skills),
      turns: parts.options.turns ?? DEFAULT_TURNS,
      avoid: new Set<string>(),
    }
    return (await reactEpisode(context, episode)).claim
  },
})

export interface EpisodePlan {
  readonly table: RuleTable
  readonly turns: number
  /** Skills that failed before: their signs are not believed, their remedies not taken. */
  readonly avoid: ReadonlySet<string>
}

export interface Episode {
  readonly claim: Claim
  /** What the claim rests on: the look that saw the sign, or the remedies taken. */
  readonly used: readonly string[]
  readonly ran: readonly RanCommand[]
}

/** One episode of looking and acting. */
export const reactEpisode = (context: LoopContext, plan: EpisodePlan): Promise<Episode> =>
  context.card.question === undefined ? recover(context, plan) : answer(context, plan, context.card.question)

const answer = async (
  context: LoopContext,
  { table, turns, avoid }: EpisodePlan,
  question: Question,
): Promise<Episode> => {
  const looks = table.observations(question)
  const sightings: Sighting[] = []
  const ran: RanCommand[] = []
  // What looked well is looked at again while there are turns: trouble may come and go.
  for (const skill of cycle(looks, turns)) {
    const seen = await look(context, skill)
    sightings.push(...seen.sightings)
    ran.push(...seen.ran)
    const { finding, basis } = concludeWithout(avoid, context, question, sightings)
    if (basis !== null)
      return { claim: { status: 'solved', finding, summary: `seen by ${basis.skill}` }, used: [basis.skill], ran }
  }
  const { finding } = concludeWithout(avoid, context, question, sightings)
  return finding.evidence.length === 0
    ? { claim: { status: 'unsolved', summary: 'no look answered the question' }, used: [], ran }
    : { claim: { status: 'solved', finding, summary: `no sign in ${turns} turns` }, used: [], ran }
}

const recover = async (context: LoopContext, { table, turns, avoid }: EpisodePlan): Promise<Episode> => {
  const remedies = table.remedies().filter((skill) => !avoid.has(skill.name))
  const used: string[] = []
  const ran: RanCommand[] = []
  const end = (status: Claim['status'], summary: string): Episode => ({ claim: { status, summary }, used, ran })
  for (let turn = 0; turn < turns; turn += 1) {
    const sightings: Sighting[] = []
    for (const skill of table.observations('anomaly')) {
      const seen = await look(context, skill)
      sightings.push(...seen.sightings)
      ran.push(...seen.ran)
    }
    if (conclude(context.card, 'anomaly', sightings).basis === null)
      return end('solved', `no sign left after ${used.join(', ') || 'no step'}`)
    const remedy = remedies[used.length]
    if (remedy === undefined) return end('unsolved', 'every remedy was tried')
    ran.push(...(await runBare(context, remedy)).ran)
    used.push(remedy.name)
  }
  return end('unsolved', `still signs after ${turns} turns`)
}

const concludeWithout = (
  avoid: ReadonlySet<string>,
  { card }: LoopContext,
  question: Question,
  sightings: readonly Sighting[],
) =>
  conclude(
    card,
    question,
    sightings.map((sighting) => (avoid.has(sighting.skill) ? disbelieve(sighting) : sighting)),
  )

/** A sign that did not hold is no sign; what was quoted for it was seen all the same. */
export const disbelieve = <S extends Sighting>(sighting: S): S => ({
  ...sighting,
  finding: { answer: 'no', cause: 'none', evidence: sighting.finding.evidence },
})

const cycle = (looks: readonly Skill[], turns: number): readonly Skill[] =>
  looks.length === 0 ? [] : Array.from({ length: turns }, (_, turn) => looks[turn % looks.length]!)
