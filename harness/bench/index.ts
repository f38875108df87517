import type { PrepareBench } from './bench.ts'
import { apiLoad } from './api-load.ts'
import { commandOverSsh } from './command-over-ssh.ts'
import { helpStart } from './help-start.ts'
import { kubectlProcess } from './kubectl-process.ts'
import { newCluster } from './new-cluster.ts'
import { nodeStart } from './node-start.ts'
import { opensshCommand } from './openssh-command.ts'
import { pilotRun } from './pilot-run.ts'
import { sandboxTrial } from './sandbox-trial.ts'
import { sshChannels } from './ssh-channels.ts'

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
  'api-load': apiLoad,
  'ssh-channels': sshChannels,
  'kubectl-process': kubectlProcess,
}
