import type { Talk } from '../../api/types/connect.ts'
import { interrupt, listenerOnly, openTalk } from '../../processes/open-talk.ts'
import { captureSink, textSource } from '../../processes/streams.ts'
import type { Process as TableProcess, ProcessTable, Program } from '../../processes/types.ts'
import type { Output, ShellCommand } from '../script/command.ts'
import type { Process } from '../script/process.ts'

export interface TableRun {
  readonly argv: readonly string[]
  readonly program: Program
  readonly stdin: string
  readonly directory: string
  readonly environment: Readonly<Record<string, string>>
  /** Somebody who stays on the line; what is written goes there. */
  readonly talk?: Talk
}

/** Runs a program as a process of a container, beside the others there, and waits for it. It dies with what started it. */
export const runInTable = async (table: ProcessTable, process: Process, run: TableRun): Promise<Output> => {
  const stdout = captureSink()
  const stderr = captureSink()
  const { argv, program, directory, environment, talk } = run
  const open = talk === undefined ? undefined : openTalk(table.poke, talk)
  const given = { stdin: textSource(run.stdin), stdout, stderr }
  const streams =
    open === undefined ? given : talk?.hasInput === true ? open.streams : { ...open.streams, stdin: given.stdin }
  const child = table.spawn({ argv, run: program.run, directory, environment, streams, parent: 0 })
  if (talk !== undefined && open !== undefined)
    talk.meet({ hear: open.hear, close: open.close, interrupt: () => interrupt(table, child.pid) })
  const isOver = (): boolean => child.exitCode !== undefined
  try {
    await process.flow.waitUntil(isOver, Number.POSITIVE_INFINITY, process.signal)
  } catch (error) {
    if (!process.signal.aborted) throw error
    kill(table, child)
  }
  return { stdout: stdout.text(), stderr: stderr.text(), exitCode: child.exitCode ?? 137 }
}

const kill = (table: ProcessTable, { pid }: TableProcess): void => {
  table.signal(pid, 'KILL')
}

/** A program of the container's own as a command of the interpreter. */
export const tableCommand = (table: ProcessTable, name: string): ShellCommand => ({
  name,
  isSpeaker: true,
  run: async ({ args, stdin, directory, environment, process, live }) => {
    const program = table.findProgram(name)
    if (program === undefined) return { stdout: '', stderr: `sh: ${name}: not found\n`, exitCode: 127 }
    const talk = live === undefined ? {} : { talk: listenerOnly(live) }
    return runInTable(table, process, { argv: [name, ...args], program, stdin, directory, environment, ...talk })
  },
})
