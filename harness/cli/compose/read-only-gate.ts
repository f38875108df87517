import type { ParameterValues, Skill } from '../../domain/skill.ts'
import { judgeCommand } from '../../policy/judge-command.ts'
import type { Gate } from '../../ports/components.ts'
import { resolveParameters } from '../../runner/resolve-parameters.ts'
import { withEnvironment } from '../../runner/with-environment.ts'

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

/** Whether carrying a skill out may change something, with its parameters' values known. */
export const mayMutate = (skill: Skill, namespace: string, given: ParameterValues): boolean => {
  const resolved = resolveParameters(skill, given)
  const parameters = resolved.status === 'resolved' ? resolved.values : given
  const { decide } = readOnlyGate(namespace)
  return skill.actions.some(({ command }) => !decide(withEnvironment({ namespace, parameters }, command)).allowed)
}
