import type { WordNode } from 'just-bash'
import type { Shell } from './shell.ts'

type Part = WordNode['parts'][number]
type Expression = Extract<Part, { type: 'ArithmeticExpansion' }>['expression']['expression']

/** The value of an arithmetic expression, in whole numbers. Names that are not set count as 0. */
export const calculate = (shell: Shell, node: Expression): number => {
  switch (node.type) {
    case 'ArithNumber':
      return node.value
    case 'ArithVariable':
      return valueOf(shell, node.name)
    case 'ArithSpecialVar':
      return node.name === '?' ? shell.status : node.name === '#' ? shell.parameters.length - 1 : shell.process.pid
    case 'ArithGroup':
    case 'ArithNested':
      return calculate(shell, node.expression)
    case 'ArithTernary':
      return calculate(shell, calculate(shell, node.condition) === 0 ? node.alternate : node.consequent)
    case 'ArithUnary':
      return unary(shell, node)
    case 'ArithBinary':
      return binary(shell, node)
    case 'ArithAssignment': {
      const right = calculate(shell, node.value)
      const value =
        node.operator === '=' ? right : apply(node.operator.slice(0, -1), valueOf(shell, node.variable), right)
      shell.variables.set(node.variable, String(value))
      return value
    }
    case 'ArithBracedExpansion':
      return valueOf(shell, node.content.replace(/^\$?\{?|\}$/g, ''))
    default:
      throw new ArithmeticFailure(`arithmetic syntax error`)
  }
}

export class ArithmeticFailure extends Error {
  override readonly name = 'ArithmeticFailure'
}

const valueOf = ({ variables, parameters }: Shell, name: string): number => {
  const text = /^\d+$/.test(name) ? parameters[Number(name)] : variables.get(name)
  const value = Number(text ?? 0)
  return Number.isNaN(value) ? 0 : Math.trunc(value)
}

const unary = (shell: Shell, node: Extract<Expression, { type: 'ArithUnary' }>): number => {
  const { operator, operand } = node
  if ((operator === '++' || operator === '--') && operand.type === 'ArithVariable') {
    const before = valueOf(shell, operand.name)
    const after = before + (operator === '++' ? 1 : -1)
    shell.variables.set(operand.name, String(after))
    return node.prefix ? after : before
  }
  const value = calculate(shell, operand)
  return operator === '-' ? -value : operator === '!' ? Number(value === 0) : operator === '~' ? ~value : value
}

const binary = (shell: Shell, { operator, left, right }: Extract<Expression, { type: 'ArithBinary' }>): number => {
  const first = calculate(shell, left)
  if (operator === '&&') return Number(first !== 0 && calculate(shell, right) !== 0)
  if (operator === '||') return Number(first !== 0 || calculate(shell, right) !== 0)
  return apply(operator, first, calculate(shell, right))
}

const apply = (operator: string, a: number, b: number): number => {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
    case '%':
      if (b === 0) throw new ArithmeticFailure('divide by zero')
      return operator === '/' ? Math.trunc(a / b) : a % b
    case '**':
      return a ** b
    case '<<':
      return a << b
    case '>>':
      return a >> b
    case '<':
      return Number(a < b)
    case '<=':
      return Number(a <= b)
    case '>':
      return Number(a > b)
    case '>=':
      return Number(a >= b)
    case '==':
      return Number(a === b)
    case '!=':
      return Number(a !== b)
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    default:
      return b
  }
}
