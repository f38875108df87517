import type { Command } from 'commander'
import { type DefineCommand, examples } from './define.ts'
import { positiveInteger, withJson } from './options.ts'

export const tasksCommand: DefineCommand = (program, start) => {
  const tasks = program
    .command('tasks')
    .summary('list, show and verify task instances')
    .description('Task instances and the tests of their oracles.')
    .addHelpText('after', examples('tasks list', 'tasks show detect-1', 'tasks verify --suite pilot'))
  list(tasks, start)
  show(tasks, start)
  verify(tasks, start)
}

const list: DefineCommand = (tasks, start) => {
  withSuite(withJson(tasks.command('list')))
    .summary('list the tasks of a suite')
    .description('One line for each task of a suite.')
    .addHelpText('after', examples('tasks list', 'tasks list --suite pilot --json'))
    .action(
      start(async (context, { suite }: { readonly suite: string }) =>
        (await import('../jobs/list-tasks.ts')).listTasks(context, suite),
      ),
    )
}

const show: DefineCommand = (tasks, start) => {
  withSuite(withJson(tasks.command('show')))
    .summary('show a whole task')
    .description('A whole task: what a method sees, and what it must not see.')
    .argument('<task>', 'id of the task')
    .addHelpText('after', examples('tasks show detect-1', 'tasks show recover-2 --json'))
    .action(
      start(async (context, id: string, { suite }: { readonly suite: string }) =>
        (await import('../jobs/list-tasks.ts')).showTask(context, suite, id),
      ),
    )
}

const verify: DefineCommand = (tasks, start) => {
  withSuite(withJson(tasks.command('verify')))
    .summary('test the oracles of tasks')
    .description(
      'Tests the oracles themselves: doing nothing, waiting, constant answers, scaling to zero, restarting, a decoy and the reference run against every task, and each must reach what the task says. Exit code 1 where one does not.',
    )
    .argument('[task...]', 'ids of single tasks (default: all of the suite)')
    .option('--seeds <count>', 'seeds 0 … count−1', positiveInteger, 3)
    .option('--workers <count>', 'threads (default: one for each core)', positiveInteger)
    .addHelpText('after', examples('tasks verify --suite pilot', 'tasks verify recover-1 recover-2'))
    .action(
      start(
        async (
          context,
          ids: readonly string[],
          options: { readonly suite: string; readonly seeds: number; readonly workers?: number },
        ) => (await import('../jobs/verify-tasks.ts')).verifyTasks(context, { ...options, ids }),
      ),
    )
}

const withSuite = (command: Command): Command => command.option('--suite <name>', 'suite below tasks/suites/', 'pilot')
