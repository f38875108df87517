import { timingSafeEqual } from 'node:crypto'
import ssh2 from 'ssh2'
import type { AuthContext } from 'ssh2'

/** Whether somebody who logs in holds the private key of that user. A probe without a signature passes on the key alone, as in sshd. */
export const isAuthorized = (attempt: AuthContext, authorized: Readonly<Record<string, string>>): boolean => {
  if (attempt.method !== 'publickey' || !Object.hasOwn(authorized, attempt.username)) return false
  const allowed = ssh2.utils.parseKey(authorized[attempt.username] ?? '')
  if (allowed instanceof Error) throw allowed
  if (attempt.key.algo !== allowed.type || !areEqual(attempt.key.data, allowed.getPublicSSH())) return false
  if (attempt.signature === undefined || attempt.blob === undefined) return true
  return allowed.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true
}

const areEqual = (left: Buffer, right: Buffer): boolean => left.length === right.length && timingSafeEqual(left, right)
