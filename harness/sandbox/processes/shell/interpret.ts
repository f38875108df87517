import type { CommandNode, PipelineNode, StatementNode } from 'just-bash'
import { createPipe, textSource } from '../streams.ts'
import type { Activity, Streams } from '../types.ts'
import { ArithmeticFailure, calculate } from './arithmetic.ts'
import { conditional } from './conditional.ts'
import { expandPattern, expandText, expandWords } from './expand.ts'
import { patternExpression } from './match-pattern.ts'
import { redirect } from './redirect.ts'
import { complain, copyShell, Leave, type Shell } from './shell.ts'
import { runSimple } from './simple-command.ts'
import { runTraps } from './traps.ts'

/** Runs statements one after the other; `shell.status` is the last one's. */
export function* runStatements(shell: Shell, statements: readonly StatementNode[]): Activity<void> {
  for (const statement of statements) {
    if (statement.background) startJob(shell, statement)
    else yield* runStatement(shell, statement)
    yield* runTraps(shell)
  }
}

function* runStatement(shell: Shell, { pipelines, operators }: StatementNode): Activity<void> {
  for (const [index, pipeline] of pipelines.entries()) {
    const operator = index === 0 ? ';' : operators[index - 1]
    if ((operator === '&&' && shell.status !== 0) || (operator === '||' && shell.status === 0)) continue
    yield* runPipeline(shell, pipeline)
    const isTested = pipeline.negated || operators[index] !== undefined
    if (shell.status !== 0 && shell.options.has('e') && !isTested && !shell.options.has(TESTED)) throw new Leave('exit')
  }
}

/** A condition runs: failures do not end the shell. */
const TESTED = 'tested'

function* holds(shell: Shell, condition: readonly StatementNode[]): Activity<boolean> {
  const isOuter = !shell.options.has(TESTED)
  shell.options.add(TESTED)
  try {
    yield* runStatements(shell, condition)
  } finally {
    if (isOuter) shell.options.delete(TESTED)
  }
  return shell.status === 0
}

const startJob = (shell: Shell, statement: StatementNode): void => {
  const streams = { ...shell.streams, stdin: textSource('') }
  const child = spawnCopy(shell, streams, function* (inner) {
    const [pipeline] = statement.pipelines
    if (statement.pipelines.length === 1 && pipeline !== undefined && isSimple(pipeline))
      yield* runCommand(inner, pipeline.commands[0], true)
    else yield* runStatement(inner, statement)
  })
  shell.lastJob = child.pid
  shell.status = 0
}

const isSimple = ({ commands, negated }: PipelineNode): boolean =>
  commands.length === 1 && commands[0]?.type === 'SimpleCommand' && !negated

const spawnCopy = (shell: Shell, streams: Streams, body: (inner: Shell) => Activity<void>) =>
  shell.table.spawn({
    argv: shell.process.argv,
    run: function* ({ process }) {
      const inner = copyShell(shell, {
        process,
        streams,
        isSubshell: false,
        isInteractive: false,
        traps: new Map(),
        loops: 0,
      })
      try {
        yield* body(inner)
      } catch (error) {
        if (!(error instanceof Leave)) throw error
      }
      return inner.status
    },
    environment: {},
    directory: shell.directory,
    streams,
    parent: shell.process.pid,
  })

function* runPipeline(shell: Shell, pipeline: PipelineNode): Activity<void> {
  const { commands, negated } = pipeline
  if (commands.length === 1) yield* runCommand(shell, commands[0], false)
  else {
    let stdin = shell.streams.stdin
    const stages = commands.map((command, index) => {
      const isLast = index === commands.length - 1
      const pipe = isLast ? undefined : createPipe(shell.table.poke)
      const stdout = pipe === undefined ? shell.streams.stdout : pipe.sink
      const stderr = pipeline.pipeStderr?.[index] === true ? stdout : shell.streams.stderr
      const stage = spawnCopy(shell, { stdin, stdout, stderr }, (inner) => runCommand(inner, command, true))
      if (pipe !== undefined) stdin = pipe.source
      return stage
    })
    yield { kind: 'until', test: () => stages.every(({ exitCode }) => exitCode !== undefined) }
    const codes = stages.map(({ exitCode }) => exitCode ?? 0)
    shell.status = (shell.options.has('p') ? codes.findLast((code) => code !== 0) : codes.at(-1)) ?? 0
  }
  if (negated) shell.status = shell.status === 0 ? 1 : 0
}

function* runCommand(shell: Shell, command: CommandNode | undefined, replaces: boolean): Activity<void> {
  if (command === undefined) return
  yield { kind: 'work' }
  if (command.type === 'SimpleCommand') {
    try {
      return yield* runSimple(shell, command, replaces)
    } catch (error) {
      if (!(error instanceof ArithmeticFailure)) throw error
      complain(shell, error.message)
      shell.status = 2
      return
    }
  }
  if (command.type === 'FunctionDef') {
    shell.functions.set(command.name, command.body)
    shell.status = 0
    return
  }
  const streams = yield* redirect(shell, command.redirections)
  if (streams === undefined) {
    shell.status = 1
    return
  }
  const outer = shell.streams
  shell.streams = streams
  try {
    yield* runCompound(shell, command)
  } finally {
    shell.streams = outer
  }
}

function* runCompound(
  shell: Shell,
  node: Exclude<CommandNode, { type: 'SimpleCommand' | 'FunctionDef' }>,
): Activity<void> {
  switch (node.type) {
    case 'Group':
      return yield* runStatements(shell, node.body)
    case 'Subshell': {
      const inner = copyShell(shell)
      try {
        yield* runStatements(inner, node.body)
      } catch (error) {
        if (!(error instanceof Leave) || error.how === 'interrupt') throw error
      }
      shell.status = inner.status
      return
    }
    case 'If':
      for (const { condition, body } of node.clauses)
        if (yield* holds(shell, condition)) return yield* runStatements(shell, body)
      shell.status = 0
      return node.elseBody === null ? undefined : yield* runStatements(shell, node.elseBody)
    case 'While':
    case 'Until':
      return yield* loop(shell, function* () {
        if ((yield* holds(shell, node.condition)) !== (node.type === 'While')) {
          shell.status = 0
          return false
        }
        yield* runStatements(shell, node.body)
        return true
      })
    case 'For': {
      const values = node.words === null ? shell.parameters.slice(1) : yield* expandWords(shell, node.words)
      shell.status = 0
      let at = 0
      return yield* loop(shell, function* () {
        const value = values[at]
        if (value === undefined) return false
        at += 1
        shell.variables.set(node.variable, value)
        yield* runStatements(shell, node.body)
        return true
      })
    }
    case 'CStyleFor': {
      if (node.init !== null) calculate(shell, node.init.expression)
      let isFirst = true
      return yield* loop(shell, function* () {
        if (!isFirst && node.update !== null) calculate(shell, node.update.expression)
        isFirst = false
        if (node.condition !== null && calculate(shell, node.condition.expression) === 0) return false
        yield* runStatements(shell, node.body)
        return true
      })
    }
    case 'Case': {
      const text = yield* expandText(shell, node.word)
      shell.status = 0
      for (const { patterns, body } of node.items)
        for (const pattern of patterns)
          if (patternExpression(yield* expandPattern(shell, pattern)).test(text))
            return yield* runStatements(shell, body)
      return
    }
    case 'ArithmeticCommand':
      shell.status = calculate(shell, node.expression.expression) === 0 ? 1 : 0
      return
    case 'ConditionalCommand':
      shell.status = (yield* conditional(shell, node.expression)) ? 0 : 1
  }
}

function* loop(shell: Shell, round: () => Activity<boolean>): Activity<void> {
  shell.loops += 1
  try {
    for (;;) {
      yield { kind: 'work' }
      try {
        if (!(yield* round())) return
      } catch (error) {
        if (!(error instanceof Leave) || (error.how !== 'break' && error.how !== 'continue')) throw error
        error.levels -= 1
        if (error.levels > 0) throw error
        if (error.how === 'break') return
      }
    }
  } finally {
    shell.loops -= 1
  }
}
