import type { Command } from '../../command.ts'
import { patchObject } from '../../edit/patch-object.ts'
import { report } from '../../edit/report.ts'
import { failure } from '../../errors.ts'
import { CHANGE_FLAGS, PRINT_FLAGS } from '../../flags/global.ts'
import { ROLLOUT_FLAGS, rolloutTargets } from './target.ts'

export const rolloutRestart: Command = {
  summary: 'Restart a resource',
  usage: 'RESOURCE',
  flags: { ...PRINT_FLAGS, ...ROLLOUT_FLAGS, ...CHANGE_FLAGS },
  run: async (session) => {
    for (const target of await rolloutTargets(session)) {
      const { definition, object } = target
      if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(definition.kind)) {
        throw failure(`${definition.plural} "${object.metadata.name}" restarting is not supported`)
      }
      const spec = object['spec'] as { readonly paused?: boolean } | undefined
      if (spec?.paused === true) {
        throw failure(
          `${definition.plural}.${definition.group} "${object.metadata.name}" can't restart paused ${definition.singular} (run rollout resume first)`,
        )
      }
      const restartedAt = new Date(session.flow.nowMs()).toISOString().replace(/\.\d+Z$/, 'Z')
      const annotations = { 'kubectl.kubernetes.io/restartedAt': restartedAt }
      const patch = { type: 'strategic', body: { spec: { template: { metadata: { annotations } } } } } as const
      await report(
        session,
        definition,
        await patchObject(session, target, patch, 'kubectl-rollout', 'failed to patch'),
        'restarted',
      )
    }
  },
}
