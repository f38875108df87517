import type { PrepareBench } from './bench.ts'
import { commandOverSsh } from './command-over-ssh.ts'
import { helpStart } from './help-start.ts'
import { sandboxTrial } from './sandbox-trial.ts'

/** What `npm run bench` measures, by name; one bench a file. */
export const benches: Readonly<Record<string, PrepareBench>> = {
  'command-over-ssh': commandOverSsh,
  'sandbox-trial': sandboxTrial,
  'help-start': helpStart,
}
