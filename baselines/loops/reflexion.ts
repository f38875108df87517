import type { LoopContext } from '../../harness/ports/loop.ts'
import { ruleTable } from '../rules/rule-table.ts'
import type { LoopFactory, LoopParts } from './loop-parts.ts'
import { reactEpisode } from './react.ts'
import { verifyRun } from './verify-run.ts'

const DEFAULT_TURNS = 8
const DEFAULT_EPISODES = 3

/** ReAct in episodes. The verifier, not the oracle, ends an episode; what an episode rested on is avoided in the next one. */
export const reflexionLoop: LoopFactory = (makeParts) => ({
  run: async (context) => {
    const parts = makeParts(context)
    const table = ruleTable(parts.skills)
    const episodes = parts.options.episodes ?? DEFAULT_EPISODES
    const avoid = new Set<string>()
    for (let number = 1; number <= episodes; number += 1) {
      if (number > 1) context.nextEpisode()
      const episode = await reactEpisode(context, { table, turns: parts.options.turns ?? DEFAULT_TURNS, avoid })
      const { claim, used, ran } = episode
      const report = {
        skill_name: `episode-${number}`,
        preconditions: [],
        actions: [...ran],
        success_criteria: [],
        rollback: [],
      }
      const verification = await verifyRun(context, parts, report, claim.finding ?? null)
      if (verification.passed) return { ...claim, summary: `${claim.summary}; verified in episode ${number}` }
      remember(context, parts, used, verification.reason)
      for (const skill of used) avoid.add(skill)
      if (used.length === 0) break
    }
    return { status: 'unsolved', summary: 'no result held' }
  },
})

const remember = (context: LoopContext, { memory }: LoopParts, used: readonly string[], reason: string): void => {
  if (memory === null) return
  for (const skill of used) memory.remember({ skill, step: 'episode', kind: 'verification-failed', detail: reason })
  const detail = `avoid ${used.join(', ') || 'nothing'}`
  context.trace.record({ type: 'decision', component: 'memory', activated: used.length > 0, detail })
}
