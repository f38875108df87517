import type { Command } from './command.ts'
import { verbs } from './verbs/index.ts'
import { errorText, KubectlError } from './errors.ts'
import { withGlobalFlags } from './flags/global.ts'
import { inheritedFlags } from './flags/inherited.ts'
import { parseFlags } from './flags/parse.ts'
import { openSession } from './open-session.ts'
import { findCommand } from './find-command.ts'
import type { KubectlDependencies, KubectlResult } from './types.ts'

/**
 * Runs one kubectl command line inside a flow of the simulation. Start-up and every request take cluster time (profile); commands
 * that wait drive the simulation.
 * @param argv without the program's name
 */
export const kubectl = async (
  dependencies: KubectlDependencies,
  argv: readonly string[],
  stdin = '',
): Promise<KubectlResult> => {
  const printed = { stdout: '', stderr: '' }
  const { flow, profile, live } = dependencies
  const to =
    (stream: keyof typeof printed) =>
    (text: string): void => {
      if (live === undefined) printed[stream] += text
      else if (text !== '') live(stream, text)
    }
  const out = to('stdout')
  const err = to('stderr')
  try {
    await flow.sleep(profile.startMs)
    const { command, words, rest } = findCommand(verbs, argv)
    const exitCode = await run(dependencies, command, { words, rest, stdin, out, err })
    return { ...printed, exitCode }
  } catch (error) {
    if (flow.signal.aborted) return { ...printed, exitCode: 143 }
    const text = errorText(error)
    if (text === undefined) throw error
    err(text === '' ? '' : `${text.replace(/\n$/, '')}\n`)
    return { ...printed, exitCode: error instanceof KubectlError ? error.exitCode : 1 }
  }
}

interface Invocation {
  readonly words: string
  readonly rest: readonly string[]
  readonly stdin: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

const run = async (dependencies: KubectlDependencies, command: Command, invocation: Invocation): Promise<number> => {
  const { words, rest, stdin, out, err } = invocation
  const flags = parseFlags(words, withGlobalFlags(command.flags), rest)
  if (flags.bool('help')) {
    out(`${command.summary}\n\nUsage:\n  ${words} ${command.usage}\n`)
    return 0
  }
  if (flags.typed.some((flag) => flag.startsWith('--record=')))
    err('Flag --record has been deprecated, --record will be removed in the future\n')
  const globals = inheritedFlags(flags, command.flags)
  const session = await openSession(dependencies, { command: words, flags, globals, stdin, out, err })
  return (await command.run(session)) ?? 0
}
