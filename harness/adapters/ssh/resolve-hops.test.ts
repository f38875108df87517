import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generateKey } from '../../sandbox/ssh/keys.ts'
import { resolveHops } from './resolve-hops.ts'

describe('the hosts of a cluster file', () => {
  let folder = ''
  const warnings: string[] = []
  const resolve = (config: Partial<Parameters<typeof resolveHops>[1]>, agent?: string) =>
    resolveHops(
      { home: { folder, user: 'me', agent }, warn: (message) => warnings.push(message) },
      { target_host: 'target', ssh_options: [], ...config },
    )
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'opsskill-'))
    mkdirSync(join(folder, '.ssh'))
    warnings.length = 0
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('are the jump host and the target, with the options where ssh applies them', () => {
    const hops = resolve(
      { jump_host: 'gate@jump:2200', target_host: '10.0.0.9', ssh_options: ['-p', '2222', '-l', 'ops'] },
      '/agent.sock',
    )
    expect(hops).toMatchObject([
      { host: 'jump', port: 2200, user: 'gate', credentials: { agent: '/agent.sock', privateKeys: [] } },
      { host: '10.0.0.9', port: 2222, user: 'ops' },
    ])
    expect(resolve({}, '/agent.sock')).toMatchObject([{ host: 'target', port: 22, user: 'me' }])
  })

  it('are entered with the default keys that there are, or with those that are named', () => {
    const key = generateKey().privateKey
    writeFileSync(join(folder, '.ssh', 'id_ed25519'), key)
    writeFileSync(join(folder, 'own'), key)
    expect(resolve({})[0]?.credentials).toEqual({ privateKeys: [{ key: Buffer.from(key) }] })
    expect(resolve({ ssh_options: ['-i', '~/own', '-o', 'IdentitiesOnly=yes'] }, '/agent')[0]?.credentials).toEqual({
      privateKeys: [{ key: Buffer.from(key) }],
    })
  })

  it('cannot be entered without a key, or with a file that is none', () => {
    expect(() => resolve({})).toThrow('there is no key to log in with')
    expect(() => resolve({ ssh_options: ['-i', '~/nope'] }, '/agent')).toThrow(/IdentityFile: .*nope: no such file/)
    writeFileSync(join(folder, 'bad'), 'not a key')
    expect(() => resolve({ ssh_options: ['-i', '~/bad'] }, '/agent')).toThrow('IdentityFile')
    expect(() => resolve({ target_host: 'a b' }, '/agent')).toThrow('expected a host as [user@]host[:port]')
  })

  it('are verified against the known hosts, and a warning says when they are not', () => {
    const { publicKey } = generateKey()
    const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
    writeFileSync(join(folder, '.ssh', 'known_hosts'), `target ${publicKey}\n`)
    const [known] = resolve({}, '/agent')
    expect(known?.checkHostKey(blob)).toEqual({ status: 'trusted' })
    expect(known?.hostKeyTypes).toEqual(['ssh-ed25519'])
    expect(resolve({ target_host: 'new' }, '/agent')[0]?.checkHostKey(blob)).toMatchObject({ status: 'refused' })
    expect(warnings).toEqual([])
    const [open] = resolve({ target_host: 'new', ssh_options: ['-o', 'StrictHostKeyChecking=no'] }, '/agent')
    expect(open?.checkHostKey(blob)).toEqual({ status: 'trusted' })
    expect(warnings).toEqual([expect.stringContaining('not verified'), expect.stringContaining('SHA256:')])
  })
})
