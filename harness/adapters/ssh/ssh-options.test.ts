import { describe, expect, it } from 'vitest'
import { readSshOptions } from './ssh-options.ts'

describe('ssh_options', () => {
  it('reads flags and -o in all their spellings', () => {
    const words = ['-p', '2222', '-l', 'ops', '-i~/.ssh/a', '-o', 'IdentityFile=~/.ssh/b', '-oConnectTimeout=5', '-T']
    expect(
      readSshOptions([...words, '-o', 'StrictHostKeyChecking no', '-o', 'UserKnownHostsFile = /dev/null']),
    ).toEqual({
      port: 2222,
      user: 'ops',
      identityFiles: ['~/.ssh/a', '~/.ssh/b'],
      identitiesOnly: false,
      connectTimeoutMs: 5000,
      hostKeys: 'unverified',
      knownHostsFile: '/dev/null',
    })
  })

  it('leaves the verification of host keys to the configuration unless told otherwise', () => {
    expect(readSshOptions([]).hostKeys).toBeUndefined()
    expect(readSshOptions(['-o', 'StrictHostKeyChecking=accept-new']).hostKeys).toBe('new-accepted')
  })

  it.each([
    [['-o', 'ProxyCommand=nc %h %p'], 'ProxyCommand: is not supported'],
    [['-W', 'other:22'], '-W: is not supported'],
    [['-o', 'Port=none'], 'Port: expected a port number, found "none"'],
    [['-o', 'StrictHostKeyChecking=maybe'], 'StrictHostKeyChecking: expected yes, no or accept-new'],
    [['-p'], '-p: expected a value after it'],
    [['host'], 'host: is not supported'],
  ])('refuses %j by name', (words, message) => {
    expect(() => readSshOptions(words)).toThrow(message)
  })
})
