import type { CommandTable } from '../command.ts'
import { apply } from './apply.ts'
import { describe } from './describe.ts'
import { get } from './get.ts'
import { rolloutHistory } from './rollout/history.ts'
import { rolloutPause, rolloutResume } from './rollout/pause.ts'
import { rolloutRestart } from './rollout/restart.ts'
import { rolloutStatus } from './rollout/status.ts'
import { rolloutUndo } from './rollout/undo.ts'

/** Every verb that this kubectl has. */
export const verbs: CommandTable = {
  get,
  describe,
  apply,
  rollout: {
    summary: 'Manage the rollout of a resource',
    commands: {
      history: rolloutHistory,
      pause: rolloutPause,
      restart: rolloutRestart,
      resume: rolloutResume,
      status: rolloutStatus,
      undo: rolloutUndo,
    },
  },
}
