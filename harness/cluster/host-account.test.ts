import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Shell } from '../ports/shell.ts'
import { hostAccountLines, makeHostAccount, readSudo } from './host-account.ts'

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

const homes: string[] = []
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true })
})

it('makes an account that the key of the method opens; a second time changes nothing', () => {
  const home = mkdtempSync(join(tmpdir(), 'account-'))
  homes.push(home)
  const lines = hostAccountLines({ user: 'operator', publicKeys: ['ssh-ed25519 AAAA+/='] })
  expect(runLines(lines, home)).toBe('ssh-ed25519 AAAA+/=\n')
  expect(runLines(lines, home)).toBe('ssh-ed25519 AAAA+/=\n')
  expect(readFileSync(join(home, 'made'), 'utf8')).toBe('--create-home --shell /bin/bash operator\n')
})

it('leaves the key to the reader where only an agent has it', () => {
  expect(hostAccountLines({ user: 'operator', publicKeys: [] }).join('\n')).toContain('# append the public half')
})

const exited = (exitCode: number) =>
  ({ status: 'exited', exitCode, stdout: '', stderr: '', truncated: false, durationMs: 1 }) as const

it.each([
  ['is root', (command: string) => command.startsWith('['), '', 'id -u '],
  ['may run sudo without being asked', (command: string) => !command.startsWith('['), 'sudo -n ', 'sudo -n install '],
])('is made by a harness that %s', async (_what, works, sudo, start) => {
  const commands: string[] = []
  const asked: Shell = { exec: (command) => Promise.resolve(exited(works(command) ? 0 : 1)) }
  const harness: Shell = { exec: (command) => (commands.push(command), Promise.resolve(exited(0))) }
  expect(await readSudo(asked)).toBe(sudo)
  await makeHostAccount(harness, { user: 'operator', publicKeys: ['ssh-ed25519 AAAA'] }, sudo)
  expect(commands.some((command) => command.startsWith(start))).toBe(true)
  expect(commands.join('\n').match(/sudo (?!-n )/)).toBeNull()
  expect(commands.join('\n').includes('sudo')).toBe(sudo !== '')
})

it('is left to others by one that is neither', async () => {
  expect(await readSudo({ exec: () => Promise.resolve(exited(1)) })).toBeUndefined()
})
