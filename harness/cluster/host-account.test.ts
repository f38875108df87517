import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { hostAccountLines } from './host-account.ts'

/** A bash in which `sudo` just runs what follows, `useradd` notes how it was called, and the account's home is a folder of ours. */
const runLines = (lines: readonly string[], home: string): string => {
  const programs = join(home, 'programs')
  mkdirSync(programs, { recursive: true })
  const program = (name: string, text: string): void => {
    writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(programs, name), 0o755)
  }
  program('sudo', 'exec "$@"')
  program('id', `[ -e ${home}/made ]`)
  program('useradd', `echo "$@" >> ${home}/made`)
  program('install', `mkdir -p ${home}/.ssh; echo "$@" >> ${home}/installed`)
  program('chown', 'exit 0')
  execFileSync('bash', ['--norc', '-ec', lines.join('\n').replaceAll('~operator', home)], {
    env: { PATH: `${programs}:${process.env['PATH'] ?? ''}` },
  })
  return readFileSync(join(home, '.ssh/authorized_keys'), 'utf8')
}

it('makes an account that the key of the method opens; a second time changes nothing', () => {
  const home = mkdtempSync(join(tmpdir(), 'account-'))
  const lines = hostAccountLines({ user: 'operator', publicKeys: ['ssh-ed25519 AAAA+/='] })
  expect(runLines(lines, home)).toBe('ssh-ed25519 AAAA+/=\n')
  expect(runLines(lines, home)).toBe('ssh-ed25519 AAAA+/=\n')
  expect(readFileSync(join(home, 'made'), 'utf8')).toBe('--create-home --shell /bin/bash operator\n')
})

it('leaves the key to the reader where only an agent has it', () => {
  expect(hostAccountLines({ user: 'operator', publicKeys: [] }).join('\n')).toContain('# append the public half')
})
