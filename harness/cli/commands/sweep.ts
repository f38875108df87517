import type { SweepOptions } from '../jobs/run-sweep-file.ts'
import { type DefineCommand, examples } from './define.ts'
import { withJson, withSweep } from './options.ts'

export const sweepCommand: DefineCommand = (program, start) => {
  withSweep(
    withJson(program.command('sweep'))
      .summary('run the experiment that a sweep file names')
      .description(
        'Runs tasks × methods × seeds of a sweep file in the sandbox, then writes its report. Run again, it keeps what is finished. Exit code 1 if any trial is void.',
      )
      .argument('<file>', 'sweep file'),
  )
    .addHelpText(
      'after',
      examples('sweep baselines/sweeps/pilot.yaml', 'sweep my-sweep.yaml --workers 2 --out results/mine'),
    )
    .action(
      start(async (context, file: string, options: SweepOptions) =>
        (await import('../jobs/run-sweep-file.ts')).runSweepFile(context, file, options),
      ),
    )
}
