import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPackageRoot } from '../adapters/system/find-package-root.ts'

/** The built program. `npm test` builds before it tests. */
export const builtProgram = (): string => {
  const program = join(findPackageRoot(), 'dist/harness/cli/main.js')
  if (!existsSync(program)) throw new Error(`${program} is missing: run npm run build`)
  return program
}

export interface RunningSandbox {
  readonly clusterFile: string
  /** For kubectl on this machine, as the harness. */
  readonly kubeconfig: string
  readonly close: () => Promise<void>
}

/** `sandbox up` as a process of its own: a cluster that outlives whoever works on it. */
export const aRunningSandbox = async (argv: readonly string[] = []): Promise<RunningSandbox> => {
  const folder = mkdtempSync(join(tmpdir(), 'opsskill-up-'))
  const child = spawn(process.execPath, [builtProgram(), 'sandbox', 'up', '--folder', folder, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C is for whoever started it, and who is gone is noticed.
    detached: true,
  })
  const ended = once(child, 'exit')
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()))
    child.stdout.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`sandbox up ended with code ${code}: ${said}`)))
  })
  return {
    clusterFile: join(folder, 'cluster.yaml'),
    kubeconfig: join(folder, 'kubeconfig-harness.yaml'),
    close: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
