import type { ReplayRequest } from '../jobs/replay-session-file.ts'
import { type DefineCommand, examples } from './define.ts'
import { withJson } from './options.ts'
import { defineLive } from './sandbox-live.ts'

export const sandboxCommand: DefineCommand = (program, start) => {
  const sandbox = program
    .command('sandbox')
    .summary('look at the embedded cluster itself')
    .description('The embedded cluster, apart from tasks and methods.')
    .addHelpText('after', examples('sandbox up --app shop', 'sandbox replay session.jsonl --out actual.jsonl'))
  defineLive(sandbox, start)
  withJson(sandbox.command('replay'))
    .description(
      'Types a recorded session into a fresh cluster like the recorded one, and writes what was printed: one JSON line {id, cmd, exit, stdout, stderr} a case. The folder manifests/ beside the session is the working folder; pauses pass in virtual time.',
    )
    .argument(
      '<session>',
      'JSON lines: {"step": "case", "id", "cmd"}, {"step": "silent", "cmd"}, {"step": "wait", "seconds"}',
    )
    .requiredOption('--out <file>', 'where the outputs go')
    .option('--seed <text>', 'seed of all chance', '1')
    .addHelpText(
      'after',
      examples(
        'sandbox replay session.jsonl --out actual.jsonl',
        'sandbox replay recordings/faults/session.jsonl --out actual.jsonl --seed 7',
      ),
    )
    .action(
      start(async (context, session: string, options: Omit<ReplayRequest, 'session'>) =>
        (await import('../jobs/replay-session-file.ts')).replaySessionFile(context, { ...options, session }),
      ),
    )
}
