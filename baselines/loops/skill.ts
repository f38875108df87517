import type { CapabilityProfile } from '../../harness/ports/components.ts'
import type { LoopContext } from '../../harness/ports/loop.ts'
import type { LoopFactory } from './loop-parts.ts'
import { isRecovery } from './loop-parts.ts'
import { answerWithSkills } from './skill-answer.ts'
import { recoverWithSkills } from './skill-recover.ts'

/**
 * The full system: probe what the environment can do (κ), plan over the skill bank (π), fill each skill, run it as a typed
 * runbook behind the gate (g_ψ), verify the result by signals of its own (V_vis), remember failures (σ), repair (u_ω).
 */
export const skillLoop: LoopFactory = (makeParts) => ({
  run: async (context) => {
    const parts = makeParts(context)
    const capabilities =
      parts.probe === null ? null : await parts.probe.probe({ card: context.card, shell: context.shell })
    if (capabilities !== null) recordCapabilities(context, capabilities)
    return isRecovery(context.card)
      ? recoverWithSkills(context, parts, capabilities)
      : answerWithSkills(context, parts, capabilities)
  },
})

// Whether the profile changed anything shows in the plan; the probe by itself changes nothing.
const recordCapabilities = (context: LoopContext, { metrics, tools, permissions }: CapabilityProfile): void =>
  context.trace.record({
    type: 'decision',
    component: 'probe',
    activated: false,
    detail: `metrics ${metrics ? 'served' : 'missing'}; tools ${tools.join(', ')}; ${permissions.length} permissions`,
  })
