import { Option } from 'commander'
import type { AgentRequest } from '../jobs/run-agent.ts'
import { type DefineCommand, examples } from './define.ts'
import { positiveInteger, variant, withCluster, withJson, withModel } from './options.ts'

const STAGES = ['detection', 'diagnosis', 'recovery']

export const agentCommand: DefineCommand = (program, start) => {
  const command = withCluster(
    withJson(program.command('agent'))
      .summary('plan over a skill bank and run what was planned')
      .description(
        'For each stage: ranks the skills of the bank for a task card, runs the best, verifies the result. Skills that change something run only with --allow-mutation; without it they are verified, and the report says so.',
      ),
  )
    .option('--task-card <file>', 'what to work on; without it, a general look at the namespace of the cluster')
    .option('--skills-root <folder>', 'skill bank (default: the one of this package)')
    .addOption(new Option('--stages <stage...>', 'stages, in this order').choices(STAGES).default(STAGES))
    .option('--max-skills-per-stage <count>', 'skills to run in a stage', positiveInteger, 1)
    .addOption(variant('--planner <variant>', 'who ranks the skills', ['heuristic', 'llm'], 'heuristic'))
    .addOption(variant('--verifier <variant>', 'who judges the results', ['heuristic', 'llm'], 'heuristic'))
    .option('--allow-mutation', 'let skills change the cluster')
    .option('--report-out <file>', 'write the report there too, as JSON')
  withModel(withModel(command, 'planner'), 'verifier')
    .addHelpText(
      'after',
      examples(
        'agent',
        'agent --task-card task_card.yaml --stages detection recovery --allow-mutation',
        'agent cluster.yaml --skills-root ./skills --planner llm --planner-model gpt-5.4 --report-out run.json',
      ),
    )
    .action(
      start(async (context, cluster: string | undefined, options: Omit<AgentRequest, 'cluster'>) =>
        (await import('../jobs/run-agent.ts')).runAgent(context, { ...options, cluster }),
      ),
    )
}
