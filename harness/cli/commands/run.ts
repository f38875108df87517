import type { RunRequest } from '../jobs/run-skill-file.ts'
import { type DefineCommand, examples } from './define.ts'
import { variant, withCluster, withJson, withModel } from './options.ts'

export const runCommand: DefineCommand = (program, start) => {
  withModel(
    withCluster(
      withJson(program.command('run'))
        .summary('run a skill, or only verify it')
        .description(
          'Checks the preconditions and success criteria of a skill. With --execute, which is your consent, its actions run too, and its way back where they fail. Commands see OPS_NAMESPACE and the parameters of the skill. A skill that still holds a placeholder is refused (exit code 2).',
        )
        .argument('<skill>', 'skill file'),
    )
      .option('--execute', 'carry out the actions')
      .addOption(
        variant(
          '--verifier <variant>',
          'who judges the result, by signals of its own',
          ['heuristic', 'llm'],
          'heuristic',
        ),
      )
      .option('--report-out <file>', 'write the report there too, as JSON'),
    'verifier',
  )
    .addHelpText(
      'after',
      examples(
        'run skills/recovery/rollout-restart.yaml',
        'run skills/recovery/rollout-restart.yaml --execute --report-out report.json',
        'run my-skill.yaml cluster.yaml --execute --verifier llm --verifier-model gpt-5.4',
      ),
    )
    .action(
      start(
        async (context, skill: string, cluster: string | undefined, options: Omit<RunRequest, 'skill' | 'cluster'>) =>
          (await import('../jobs/run-skill-file.ts')).runSkillFile(context, { ...options, skill, cluster }),
      ),
    )
}
