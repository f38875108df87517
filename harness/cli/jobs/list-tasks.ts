import { UsageError } from '../../domain/errors.ts'
import { stringify } from 'yaml'
import { projectRoot } from '../compose/read-project.ts'
import { readSuite } from '../compose/read-suite.ts'
import type { CommandContext } from '../terminal/context.ts'
import { drawList } from '../terminal/draw-list.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'

/** One line for each task of a suite. */
export const listTasks = async ({ io, printer }: CommandContext, suite: string): Promise<ExitCode> => {
  const { tasks } = await readSuite({ root: projectRoot(), warn: printer.log }, suite)
  printer.result({
    json: () => ({
      suite,
      tasks: tasks.map(({ id, family, card }) => ({ id, family, stage: card.stage, intent: card.intent })),
    }),
    text: (paint) =>
      drawList(
        tasks.map(({ id, family, card }) => ({ name: id, group: family, text: card.intent })),
        paint,
        io.stdout.columns,
      ),
  })
  return exitCode.done
}

/** A whole task, oracle and reference included: for people who judge tasks, not for methods. */
export const showTask = async ({ printer }: CommandContext, suite: string, id: string): Promise<ExitCode> => {
  const { tasks } = await readSuite({ root: projectRoot(), warn: printer.log }, suite)
  const task = tasks.find((each) => each.id === id)
  if (task === undefined)
    throw new UsageError(
      `there is no task ${id} in the suite ${suite}; there are ${tasks.map((each) => each.id).join(', ')}`,
    )
  printer.result({ json: () => task, text: () => stringify(task, { lineWidth: 100 }).trimEnd() })
  return exitCode.done
}
