import { Argument } from 'commander'
import type { SweepOptions } from '../jobs/run-sweep-file.ts'
import { type DefineCommand, examples } from './define.ts'
import { withJson, withSweep } from './options.ts'

export const pilotCommand: DefineCommand = (program, start) => {
  withSweep(
    withJson(program.command('pilot'))
      .summary('the main job: the pilot sweep in the sandbox, then the report')
      .description(
        'Runs nine tasks × eight methods × three seeds in the sandbox, prints the method table, and writes store, report, figures and tables. Run again, it keeps what is finished. Exit code 1 if any trial is void.',
      )
      .addArgument(new Argument('[mode]', 'windows of time').choices(['fast', 'paper']).default('fast')),
  )
    .addHelpText('after', examples('pilot', 'pilot paper --workers 4', 'pilot --fresh --out /tmp/pilot'))
    .action(
      start(async (context, mode: 'fast' | 'paper', options: SweepOptions) =>
        (await import('../jobs/run-sweep-file.ts')).runPilot(context, mode, options),
      ),
    )
}
