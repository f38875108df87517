import { type DefineCommand, examples } from './define.ts'
import { withJson } from './options.ts'

export const reportCommand: DefineCommand = (program, start) => {
  withJson(program.command('report'))
    .summary('make figures, tables and report anew from a store')
    .description('Reads the rows of a store and writes the report, the figures and the tables beside it.')
    .argument('[store]', 'store.sqlite, or the results folder that holds it', 'results/pilot')
    .addHelpText('after', examples('report', 'report results/pilot', 'report /data/mine/store.sqlite --json'))
    .action(
      start(async (context, store: string) => (await import('../jobs/make-report.ts')).reportAgain(context, store)),
    )
}
