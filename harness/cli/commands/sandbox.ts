import { Option } from 'commander'
import type { ReplayRequest } from '../jobs/replay-session-file.ts'
import { type DefineCommand, examples } from './define.ts'
import { speedFactor, withJson } from './options.ts'
import { defineLive } from './sandbox-live.ts'

export const sandboxCommand: DefineCommand = (program, start) => {
  const sandbox = program
    .command('sandbox')
    .summary('look at the embedded cluster itself')
    .description('The embedded cluster, apart from tasks and methods.')
    .addHelpText('after', examples('sandbox up --app shop', 'sandbox replay session.jsonl --out actual.jsonl'))
  defineLive(sandbox, start)
  withJson(sandbox.command('replay'))
    .summary('type a recorded session into a fresh cluster')
    .description(
      'Types a recorded session into a fresh cluster like the recorded one, and writes what was printed: one JSON line {id, cmd, exit, stdout, stderr} a case. The folder manifests/ beside the session is the working folder; pauses pass in virtual time. With --via kubectl the lines are typed into bash on this machine, as they are, with a kubectl that is pointed at the cluster, and pauses pass in real time.',
    )
    .argument(
      '<session>',
      'JSON lines: {"step": "case", "id", "cmd"}, {"step": "silent", "cmd"}, {"step": "wait", "seconds"}',
    )
    .argument('[blocks...]', 'names of the blocks to replay: what stands before the slash in ids (default: all)')
    .requiredOption('--out <file>', 'where the outputs go')
    .option('--seed <text>', 'seed of all chance', '1')
    .addOption(
      new Option('--via <program>', 'who carries out the lines').choices(['shell', 'kubectl']).default('shell'),
    )
    .option('--kubectl <program>', 'with --via kubectl: which one', 'kubectl')
    .option('--speed <factor>', 'with --via kubectl: cluster seconds a second', speedFactor, 5)
    .addHelpText(
      'after',
      examples(
        'sandbox replay session.jsonl --out actual.jsonl --via kubectl --speed 10',
        'sandbox replay session.jsonl --out actual.jsonl',
        'sandbox replay recordings/faults/session.jsonl --out actual.jsonl --seed 7',
      ),
    )
    .action(
      start(async (context, session: string, blocks: readonly string[], options: Omit<ReplayRequest, 'session'>) =>
        (await import('../jobs/replay-session-file.ts')).replaySessionFile(context, blocks, { ...options, session }),
      ),
    )
}
