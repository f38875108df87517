import type { PrepareBench } from './bench.ts'
import { commandOverSsh } from './command-over-ssh.ts'
import { helpStart } from './help-start.ts'
import { newCluster } from './new-cluster.ts'
import { nodeStart } from './node-start.ts'
import { opensshCommand } from './openssh-command.ts'
import { pilotRun } from './pilot-run.ts'
import { sandboxTrial } from './sandbox-trial.ts'

/** What `npm run bench` measures over and over, by name; one bench a file. */
export const benches: Readonly<Record<string, PrepareBench>> = {
  'command-over-ssh': commandOverSsh,
  'new-cluster': newCluster,
  'sandbox-trial': sandboxTrial,
  'help-start': helpStart,
  'node-start': nodeStart,
}

/** What it measures once, each with its own words. */
export const figures: Readonly<Record<string, () => Promise<string>>> = {
  'pilot-run': pilotRun,
  'openssh-command': opensshCommand,
}
