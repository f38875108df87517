import { createHash } from 'node:crypto'
import type { HostKeyCheck } from './types.ts'

/** Trusts one key, given as `ssh-ed25519 AAAA…`. */
export const expectHostKey = (publicKey: string): HostKeyCheck => {
  const expected = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
  return (key) =>
    key.equals(expected)
      ? { status: 'trusted' }
      : { status: 'refused', reason: `its host key ${fingerprint(key)} is not the expected ${fingerprint(expected)}` }
}

/** As OpenSSH shows a key: `SHA256:…`. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
