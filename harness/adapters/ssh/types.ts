/** Says whether a host's key is the expected one. The key is in SSH's binary form. */
export type HostKeyCheck = (key: Buffer) => HostKeyVerdict

export type HostKeyVerdict =
  | { readonly status: 'trusted' }
  /** `reason` names the fingerprint and the remedy. */
  | { readonly status: 'refused'; readonly reason: string }

/** How to log in: first the keys in order, then the agent. */
export interface Credentials {
  /** Path of the agent's socket. */
  readonly agent?: string
  readonly privateKeys: readonly { readonly key: string | Buffer; readonly passphrase?: string }[]
}

/** One host on the way to the target, the target included. */
export interface SshHop {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly checkHostKey: HostKeyCheck
  /** Types of keys that are known of the host; the server is asked for one of these first. */
  readonly hostKeyTypes?: readonly string[]
  readonly credentials: Credentials
  /** Real ms until the host must have let us in. */
  readonly connectTimeoutMs: number
  /** Real ms between signs of life; 0 for none. */
  readonly keepaliveMs: number
}
