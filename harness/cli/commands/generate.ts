import type { GenerateRequest } from '../jobs/generate-skill.ts'
import { type DefineCommand, examples } from './define.ts'
import { variant, withJson, withModel } from './options.ts'

export const generateCommand: DefineCommand = (program, start) => {
  withModel(
    withJson(program.command('generate'))
      .summary('write a skill for a task card')
      .description(
        'Writes a skill for a task card, as YAML; it is validated before it is written. Where the llm variant falls back, metadata.generator of the skill says so.',
      )
      .argument('<task>', 'task card or task instance')
      .argument('<out>', 'file to write')
      .option('--force', 'replace OUT where it exists')
      .addOption(variant('--generator <variant>', 'who writes it', ['template', 'llm'], 'template')),
    '',
  )
    .addHelpText(
      'after',
      examples(
        'generate task_card.yaml my-skill.yaml',
        'generate task_card.yaml my-skill.yaml --generator llm --model gpt-5.4',
        'generate card.yaml skill.yaml --generator llm --base-url http://127.0.0.1:8000/v1 --api-key-env MY_KEY',
      ),
    )
    .action(
      start(async (context, task: string, out: string, options: Omit<GenerateRequest, 'task' | 'out'>) =>
        (await import('../jobs/generate-skill.ts')).generateSkill(context, { ...options, task, out }),
      ),
    )
}
