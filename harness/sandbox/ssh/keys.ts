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
  return { privateKey, publicKey: publicKey.split(' ').slice(0, 2).join(' ') }
}
