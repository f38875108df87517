import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generateKey } from '../../sandbox/ssh/keys.ts'
import type { MethodUser } from '../../domain/cluster.ts'
import { askOpenSsh } from './host-settings.ts'
import { missingPrograms } from '../../testing/missing-programs.ts'
import { resolveHops } from './resolve-hops.ts'
import type { SshWay } from './resolve-hops.ts'

describe('the hosts of a cluster file', () => {
  let folder = ''
  const warnings: string[] = []
  const resolve = (config: Partial<SshWay>, agent?: string, account?: MethodUser) =>
    resolveHops(
      {
        home: {
          folder,
          user: 'me',
          agent,
          environment: { KEY_WORDS: 'open sesame' },
          // The machine's own files would make the test depend on the machine.
          ask: existsSync(join(folder, '.ssh', 'config'))
            ? askOpenSsh(join(folder, '.ssh', 'config'))
            : () => undefined,
        },
        warn: (message) => warnings.push(message),
      },
      { target_host: 'target', ...config },
      account,
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
    expect(() => resolve({ ssh_options: ['-i', '~/nope'] }, '/agent')).toThrow(/identity_files: .*nope: no such file/)
    writeFileSync(join(folder, 'bad'), 'not a key')
    expect(() => resolve({ ssh_options: ['-i', '~/bad'] }, '/agent')).toThrow('identity_files')
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

  it('form a chain of any length, each with what is its own', () => {
    const hops = resolve(
      {
        jump_hosts: ['a@one:2201', { host: 'two', port: 2202, user: 'b', agent: '/other.sock' }],
        target_host: { host: 'three' },
        user: 'everywhere',
        connect_timeout: '5s',
        keepalive: '2s',
      },
      '/agent.sock',
    )
    expect(hops).toMatchObject([
      { host: 'one', port: 2201, user: 'a', credentials: { agent: '/agent.sock' } },
      { host: 'two', port: 2202, user: 'b', credentials: { agent: '/other.sock' } },
      { host: 'three', port: 22, user: 'everywhere', connectTimeoutMs: 5000, keepaliveMs: 2000 },
    ])
    expect(() => resolve({ target_host: { host: 'a@b' } }, '/agent')).toThrow('user and port have keys of their own')
  })

  it.skipIf(missingPrograms('ssh').length > 0)('are those of the OpenSSH configuration where that knows them', () => {
    writeFileSync(
      join(folder, '.ssh', 'config'),
      [
        'Host inner',
        '  HostName 10.0.0.9',
        '  Port 2209',
        '  User deep',
        '  ProxyJump middle',
        '  ServerAliveInterval 7',
        'Host middle',
        '  HostName 10.0.0.8',
        '  ProxyJump me2@outer:2207',
        'Host strange',
        '  ProxyCommand nc %h %p',
        'Host loop',
        '  ProxyJump pool',
        'Host pool',
        '  ProxyJump loop',
      ].join('\n'),
    )
    expect(resolve({ target_host: 'inner' }, '/agent')).toMatchObject([
      { host: 'outer', port: 2207, user: 'me2' },
      { host: '10.0.0.8', port: 22 },
      { host: '10.0.0.9', port: 2209, user: 'deep', keepaliveMs: 7000 },
    ])
    expect(resolve({ target_host: 'x@inner:1', jump_host: 'gate' }, '/agent')).toMatchObject([
      { host: 'gate' },
      { host: '10.0.0.9', port: 1, user: 'x' },
    ])
    expect(() => resolve({ target_host: 'strange' }, '/agent')).toThrow('strange: ProxyCommand')
    expect(() => resolve({ target_host: 'loop' }, '/agent')).toThrow('ProxyJump leads over more than')
  })

  it('are entered by a second account for methods, on the target only', () => {
    const hops = resolve({ jump_host: 'gate@jump', target_host: 'ops@target' }, '/agent', {
      user: 'operator',
      agent: '/theirs',
    })
    expect(hops).toMatchObject([{ user: 'gate' }, { user: 'operator', credentials: { agent: '/theirs' } }])
  })

  it.skipIf(missingPrograms('ssh-keygen').length > 0)(
    'take an encrypted key with the passphrase of a variable, and say what is missing',
    () => {
      const path = join(folder, 'locked')
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-f', path])
      const config = { identity_files: ['~/locked'], agent: 'none' }
      expect(resolve({ ...config, identity_passphrase_env: 'KEY_WORDS' })[0]?.credentials.privateKeys).toMatchObject([
        { passphrase: 'open sesame' },
      ])
      expect(() => resolve(config)).toThrow('name the environment variable with its passphrase')
      expect(() => resolve({ ...config, identity_passphrase_env: 'NOPE' })).toThrow('NOPE is not set')
    },
  )
})
