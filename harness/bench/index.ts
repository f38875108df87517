import type { PrepareBench } from './bench.ts'
import { apiLoad } from './api-load.ts'
import { clusterHeap } from './cluster-heap.ts'
import { commandOverSsh } from './command-over-ssh.ts'
import { healthyHour } from './healthy-hour.ts'
import { helpStart } from './help-start.ts'
import { idleHour } from './idle-hour.ts'
import { kubectlProcess } from './kubectl-process.ts'
import { manyNodes } from './many-nodes.ts'
import { newCluster } from './new-cluster.ts'
import { nodeStart } from './node-start.ts'
import { opensshCommand } from './openssh-command.ts'
import { opensshSoak } from './openssh-soak.ts'
import { pilotRun } from './pilot-run.ts'
import { sandboxTrial } from './sandbox-trial.ts'
import { sshChannels } from './ssh-channels.ts'

/** What `npm run bench` measures over and over, by name; one bench a file. */
export const benches: Readonly<Record<string, PrepareBench>> = {
  'command-over-ssh': commandOverSsh,
  'new-cluster': newCluster('demo-app'),
  'new-shop': newCluster('shop'),
  'healthy-hour': healthyHour,
  'idle-hour': idleHour,
  'sandbox-trial': sandboxTrial,
  'help-start': helpStart,
  'node-start': nodeStart,
}

/** What it measures once, each with its own words. */
export const figures: Readonly<Record<string, () => Promise<string>>> = {
  'cluster-heap': clusterHeap,
  'many-nodes': manyNodes,
  'pilot-run': pilotRun,
  'openssh-command': opensshCommand,
  'openssh-soak': opensshSoak,
  'api-load': apiLoad,
  'ssh-channels': sshChannels,
  'kubectl-process': kubectlProcess,
}
