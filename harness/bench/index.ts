import type { PrepareBench } from './bench.ts'
import { commandOverSsh } from './command-over-ssh.ts'

/** What `npm run bench` measures, by name; one bench a file. */
export const benches: Readonly<Record<string, PrepareBench>> = {
  'command-over-ssh': commandOverSsh,
}
