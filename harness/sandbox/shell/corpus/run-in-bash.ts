import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Output } from '../script/command.ts'
import type { Corpus } from './read-corpus.ts'

/** Runs a line in the bash of this machine: in a folder of its own, with a `kubectl` that prints the corpus's answers. */
export const runInBash = async ({ kubectl, files }: Corpus, line: string): Promise<Output> => {
  const root = mkdtempSync(join(tmpdir(), 'operator-line-'))
  try {
    for (const folder of ['bin', 'home', 'answers']) mkdirSync(join(root, folder))
    writeFileSync(join(root, 'bin', 'kubectl'), KUBECTL.replace('ANSWERS', join(root, 'answers')), { mode: 0o755 })
    for (const [args, answer] of Object.entries(kubectl))
      writeFileSync(join(root, 'answers', args.replaceAll('/', '_')), answer)
    const home = join(root, 'home')
    for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content)
    const env = { PATH: `${join(root, 'bin')}:/usr/local/bin:/usr/bin:/bin`, HOME: home, LANG: 'C.UTF-8', TZ: 'UTC' }
    const child = spawn('bash', ['-c', line], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise<number>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve(code ?? -1))
    })
    const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended])
    return { stdout, stderr, exitCode }
  } finally {
    rmSync(root, { recursive: true })
  }
}

const KUBECTL = `#!/bin/bash
answer="ANSWERS/$(tr / _ <<< "$*")"
if [ -f "$answer" ]; then cat "$answer"; else echo "Error from server (NotFound): $*" >&2; exit 1; fi
`
