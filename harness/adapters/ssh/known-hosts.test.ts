import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateKey } from '../../sandbox/ssh/keys.ts'
import { missingPrograms } from '../../testing/missing-programs.ts'
import { readKnownHosts } from './known-hosts.ts'

const first = generateKey().publicKey
const second = generateKey().publicKey
const blob = (publicKey: string): Buffer => Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
const check = (text: string, host: string, port: number, publicKey: string) =>
  readKnownHosts(text, '/home/u/.ssh/known_hosts').checkFor(host, port)(blob(publicKey))

describe('known hosts', () => {
  it('trusts a key that is known under the name, the port or a pattern', () => {
    const text = `# comment\n\nplain,10.0.0.7 ${first}\n[ported]:2222 ${first}\n*.example.org,!bad.example.org ${first} note\n`
    for (const [host, port] of [
      ['plain', 22],
      ['Plain', 22],
      ['10.0.0.7', 22],
      ['ported', 2222],
      ['a.example.org', 22],
    ] as const)
      expect(check(text, host, port, first)).toEqual({ status: 'trusted' })
    for (const [host, port] of [
      ['ported', 22],
      ['plain', 2222],
      ['bad.example.org', 22],
      ['example.org', 22],
    ] as const)
      expect(check(text, host, port, first)).toMatchObject({ status: 'refused' })
  })

  it('tells a changed key from an unknown one, with fingerprint and remedy', () => {
    expect(check(`host ${first}\n`, 'host', 22, second)).toEqual({
      status: 'refused',
      reason: expect.stringMatching(
        /SHA256:\S+ of host is not the one in .*ssh-keygen -R 'host' -f \/home\/u\/\.ssh\/known_hosts/,
      ),
    })
    expect(check('', 'host', 2200, second)).toEqual({
      status: 'refused',
      reason: expect.stringMatching(/SHA256:\S+ of host is not in .*ssh-keyscan -p 2200 host >> /),
    })
  })

  it('lets a new host pass only when asked to, and a changed one never', () => {
    const known = readKnownHosts(`host ${first}\n`, 'file')
    expect(known.checkFor('new', 22, { trustsNew: true })(blob(second))).toEqual({ status: 'trusted' })
    expect(known.checkFor('host', 22, { trustsNew: true })(blob(second))).toMatchObject({ status: 'refused' })
  })

  it('refuses revoked keys and passes over authorities', () => {
    expect(check(`host ${first}\n@revoked host ${first}\n`, 'host', 22, first)).toMatchObject({
      reason: expect.stringContaining('revoked'),
    })
    expect(check(`@cert-authority host ${first}\n`, 'host', 22, first)).toMatchObject({ status: 'refused' })
  })

  it.skipIf(missingPrograms('ssh-keygen').length > 0)('reads the hashes that ssh-keygen writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'opsskill-'))
    try {
      const path = join(folder, 'known_hosts')
      writeFileSync(path, `host ${first}\n[other]:2222 ${second}\n`)
      execFileSync('ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'ignore' })
      const text = readFileSync(path, 'utf8')
      expect(text).not.toContain('host ')
      expect(check(text, 'host', 22, first)).toEqual({ status: 'trusted' })
      expect(check(text, 'other', 2222, second)).toEqual({ status: 'trusted' })
      expect(check(text, 'other', 22, second)).toMatchObject({ status: 'refused' })
      expect(readKnownHosts(text, path).typesOf('host', 22)).toEqual(['ssh-ed25519'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
