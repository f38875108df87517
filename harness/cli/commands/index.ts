import { agentCommand } from './agent.ts'
import { clusterCommand } from './cluster.ts'
import type { DefineCommand } from './define.ts'
import { faultsCommand } from './faults.ts'
import { generateCommand } from './generate.ts'
import { pilotCommand } from './pilot.ts'
import { reportCommand } from './report.ts'
import { reviewCommand } from './review.ts'
import { rollbackCommand } from './rollback.ts'
import { runCommand } from './run.ts'
import { sandboxCommand } from './sandbox.ts'
import { sweepCommand } from './sweep.ts'
import { tasksCommand } from './tasks.ts'
import { validateCommand } from './validate.ts'

/** Every command, in the order of the help. */
export const commands: readonly DefineCommand[] = [
  pilotCommand,
  sweepCommand,
  reportCommand,
  validateCommand,
  generateCommand,
  runCommand,
  rollbackCommand,
  reviewCommand,
  agentCommand,
  tasksCommand,
  faultsCommand,
  clusterCommand,
  sandboxCommand,
]
