import type { ExecutionReport } from '../../harness/domain/execution-report.ts'
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
    for (let episode = 1; episode <= episodes; episode += 1) {
      const claim = await reactEpisode(context, table, parts.options.turns ?? DEFAULT_TURNS, avoid)
      const verification = await verifyRun(context, parts, NOTHING_RAN, claim.finding ?? null)
      if (verification.passed) return { ...claim, summary: `${claim.summary}; verified in episode ${episode}` }
      remember(context, parts, claim.used, verification.reason)
      for (const skill of claim.used) avoid.add(skill)
      if (claim.used.length === 0) break
    }
    return { status: 'unsolved', summary: `no result held in ${episodes} episodes` }
  },
})

const remember = (context: LoopContext, parts: LoopParts, used: readonly string[], reason: string): void => {
  for (const skill of used)
    parts.memory?.remember({ skill, step: 'episode', kind: 'verification-failed', detail: reason })
  if (parts.memory !== null)
    context.trace.record({
      type: 'decision',
      component: 'memory',
      activated: used.length > 0,
      detail: `avoid ${used.join(', ') || 'nothing'}`,
    })
}

// Bare commands leave no report of a typed skill.
const NOTHING_RAN: ExecutionReport = {
  skill_name: 'reflexion',
  preconditions: [],
  actions: [],
  success_criteria: [],
  rollback: [],
}
