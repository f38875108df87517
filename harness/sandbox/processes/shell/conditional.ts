import type { CommandNode } from 'just-bash'
import type { Activity } from '../types.ts'
import { expandPattern, expandText } from './expand.ts'
import { patternExpression } from './match-pattern.ts'
import { complain, type Shell } from './shell.ts'
import { TestFailure, testHolds } from './test-expression.ts'

/** Whether `[[ … ]]` holds; one that cannot be read is complained about, and does not. */
export function* conditional(shell: Shell, node: Condition): Activity<boolean> {
  const context = { files: shell.table.files, directory: shell.directory }
  try {
    switch (node.type) {
      case 'CondNot':
        return !(yield* conditional(shell, node.operand))
      case 'CondAnd':
        return (yield* conditional(shell, node.left)) && (yield* conditional(shell, node.right))
      case 'CondOr':
        return (yield* conditional(shell, node.left)) || (yield* conditional(shell, node.right))
      case 'CondGroup':
        return yield* conditional(shell, node.expression)
      case 'CondWord':
        return (yield* expandText(shell, node.word)) !== ''
      case 'CondUnary':
        return testHolds(context, [node.operator, yield* expandText(shell, node.operand)])
      case 'CondBinary': {
        const left = yield* expandText(shell, node.left)
        if (node.operator === '=~') return new RegExp(yield* expandText(shell, node.right)).test(left)
        if (node.operator === '=' || node.operator === '==' || node.operator === '!=') {
          const isMatch = patternExpression(yield* expandPattern(shell, node.right)).test(left)
          return isMatch === (node.operator !== '!=')
        }
        return testHolds(context, [left, node.operator, yield* expandText(shell, node.right)])
      }
    }
  } catch (error) {
    if (!(error instanceof TestFailure)) throw error
    complain(shell, error.message)
    return false
  }
}

type Condition = Extract<CommandNode, { type: 'ConditionalCommand' }>['expression']
