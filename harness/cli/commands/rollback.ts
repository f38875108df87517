import { type DefineCommand, examples } from './define.ts'
import { withCluster, withJson } from './options.ts'

export const rollbackCommand: DefineCommand = (program, start) => {
  withCluster(
    withJson(program.command('rollback'))
      .summary("run a skill's way back")
      .description('Runs the rollback steps of a skill, every one of them, also after one has failed.')
      .argument('<skill>', 'skill file'),
  )
    .addHelpText(
      'after',
      examples('rollback skills/recovery/rollout-restart.yaml', 'rollback my-skill.yaml cluster.yaml'),
    )
    .action(
      start(async (context, skill: string, cluster: string | undefined) =>
        (await import('../jobs/rollback-skill-file.ts')).rollbackSkillFile(context, { skill, cluster }),
      ),
    )
}
