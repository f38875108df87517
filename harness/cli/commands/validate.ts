import { type DefineCommand, examples } from './define.ts'
import { withJson } from './options.ts'

export const validateCommand: DefineCommand = (program, start) => {
  withJson(program.command('validate'))
    .summary('say what is wrong with files')
    .description(
      'Checks skills, tasks, suites, task cards, lists of task instances, catalogues, faults, methods, sweeps, cluster files and saved reports. What a file is follows from its keys. Warnings do not fail a file.',
    )
    .argument('<file...>', 'YAML or JSON files')
    .addHelpText('after', examples('validate my-skill.yaml', 'validate skills/*/*.yaml tasks/pilot/*.yaml --json'))
    .action(
      start(async (context, files: readonly string[]) =>
        (await import('../jobs/validate-files.ts')).validateFiles(context, files),
      ),
    )
}
