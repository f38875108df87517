import type { Command } from '../../command.ts'
import { patchObject } from '../../edit/patch-object.ts'
import { report } from '../../edit/report.ts'
import { failure } from '../../errors.ts'
import { CHANGE_FLAGS, PRINT_FLAGS } from '../../flags/global.ts'
import { ROLLOUT_FLAGS, rolloutTargets } from './target.ts'

const pausing = (paused: boolean): Command => ({
  summary: paused ? 'Mark the provided resource as paused' : 'Resume a paused resource',
  usage: 'RESOURCE',
  flags: { ...PRINT_FLAGS, ...ROLLOUT_FLAGS, ...CHANGE_FLAGS },
  run: async (session) => {
    for (const target of await rolloutTargets(session)) {
      const { definition, object } = target
      const { name } = object.metadata
      if (definition.kind !== 'Deployment') {
        throw failure(`${definition.plural} "${name}" ${paused ? 'pausing' : 'resuming'} is not supported`)
      }
      const isPaused = (object['spec'] as { readonly paused?: boolean } | undefined)?.paused === true
      const word = paused ? 'paused' : 'resumed'
      if (isPaused === paused) {
        throw failure(
          `${definition.plural}.${definition.group} "${name}" is ${paused ? 'already paused' : 'not paused'}`,
        )
      }
      const patch = { type: 'strategic', body: { spec: { paused: paused ? true : null } } } as const
      await report(
        session,
        definition,
        await patchObject(session, target, patch, 'kubectl-rollout', 'failed to patch'),
        word,
      )
    }
  },
})

export const rolloutPause = pausing(true)
export const rolloutResume = pausing(false)
