import type { ReviewRequest } from '../jobs/review-report.ts'
import { type DefineCommand, examples } from './define.ts'
import { variant, withJson, withModel } from './options.ts'

export const reviewCommand: DefineCommand = (program, start) => {
  withModel(
    withJson(program.command('review'))
      .summary('say what a saved report teaches')
      .description('Reads the report of a run and says what failed and what to change in the skill.')
      .argument('<report>', 'report file, of this version or an older one')
      .addOption(variant('--optimizer <variant>', 'who reviews it', ['heuristic', 'llm'], 'heuristic')),
    'optimizer',
  )
    .addHelpText(
      'after',
      examples('review report.json', 'review report.json --optimizer llm --optimizer-model gpt-5.4'),
    )
    .action(
      start(async (context, report: string, options: Omit<ReviewRequest, 'report'>) =>
        (await import('../jobs/review-report.ts')).reviewReport(context, { ...options, report }),
      ),
    )
}
