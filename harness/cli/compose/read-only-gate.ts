import { judgeCommand } from '../../policy/judge-command.ts'
import type { Gate } from '../../ports/components.ts'

/** Lets pass what changes nothing, by the parsed command; what cannot be judged counts as a change. It is what verifying without consent runs behind. */
export const readOnlyGate = (namespace: string): Gate => ({
  decide: (command) => {
    const judgement = judgeCommand(command, { namespace, variables: new Map([['OPS_NAMESPACE', namespace]]) })
    if (judgement.status === 'unparsable')
      return { allowed: false, rule: 'read-only', reason: `it cannot be read: ${judgement.reason}` }
    return judgement.mutates
      ? { allowed: false, rule: 'read-only', reason: 'it may change something' }
      : { allowed: true, reason: 'it changes nothing' }
  },
})

/** Whether carrying a skill out may change something. */
export const mayMutate = (
  { decide }: Gate,
  skill: { readonly actions: readonly { readonly command: string }[] },
): boolean => skill.actions.some(({ command }) => !decide(command).allowed)
