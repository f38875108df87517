import type { TaskCard } from '../domain/task.ts'
import type { Gate, GateDecision, GateObserver, RiskBudget } from '../ports/components.ts'
import { GATE_RULES } from './gate-rules.ts'
import { judgeCommand } from './judge-command.ts'

/**
 * g_ψ: decides on each command before it runs, by the parsed command and never by its text. A line is allowed when every rule lets
 * every program of it pass; the first rule that objects names the denial. What cannot be parsed is refused. It counts the changing
 * commands that ran against the budget B(S, E): tell it with `observe`.
 */
export const createGate = (input: { readonly card: TaskCard; readonly budget: RiskBudget }): Gate & GateObserver => {
  const { namespace, scope } = input.card
  const judge = (command: string) =>
    judgeCommand(command, { namespace, variables: new Map([['OPS_NAMESPACE', namespace]]) })
  let spent = 0
  return {
    decide: (command): GateDecision => {
      const judgement = judge(command)
      if (judgement.status === 'unparsable')
        return {
          allowed: false,
          rule: 'unparsable',
          reason: `it cannot be read: ${judgement.reason}; write it more simply`,
        }
      const context = { namespace, scope, budget: input.budget, spent }
      for (const [rule, objection] of Object.entries(GATE_RULES))
        for (const program of judgement.programs) {
          const reason = objection(program, context)
          if (reason !== null) return { allowed: false, rule, reason }
        }
      return { allowed: true, reason: judgement.mutates ? `risk ${judgement.risk}, in scope` : 'it changes nothing' }
    },
    observe: (command, outcome) => {
      if (outcome.status === 'denied') return
      const judgement = judge(command)
      if (judgement.status === 'judged' && judgement.mutates) spent += 1
    },
  }
}

/** A gate that lets look only, in any namespace: for checks that run without anyone's consent to a change. */
export const createReadOnlyGate = (input: { readonly namespace: string }): Gate => ({
  decide: (command) => {
    const judgement = judgeCommand(command, { namespace: input.namespace })
    if (judgement.status === 'unparsable')
      return {
        allowed: false,
        rule: 'unparsable',
        reason: `it cannot be read: ${judgement.reason}; write it more simply`,
      }
    return judgement.mutates
      ? { allowed: false, rule: 'read-only', reason: 'it may change something; allow changes to run it' }
      : { allowed: true, reason: 'it changes nothing' }
  },
})
