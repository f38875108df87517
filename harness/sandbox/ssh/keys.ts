import ssh2 from 'ssh2'

/** A key pair in OpenSSH's text forms. */
export interface KeyPair {
  readonly privateKey: string
  /** `ssh-ed25519 AAAA…`, as in known_hosts and authorized_keys. */
  readonly publicKey: string
}

/** A new ed25519 key pair; it lives in memory only. */
export const generateKey = (): KeyPair => {
  const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync('ed25519')
  // One in 256 of the keys that ssh2 writes is one that it cannot read (a byte of length goes wrong): draw again.
  if (ssh2.utils.parseKey(privateKey) instanceof Error) return generateKey()
  return { privateKey, publicKey: publicKey.split(' ').slice(0, 2).join(' ') }
}
