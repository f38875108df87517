import ssh2 from 'ssh2'
import type { MethodUser, SshClusterConfig } from '../../domain/cluster.ts'
import { resolveHops } from './resolve-hops.ts'
import { systemSshHome } from './ssh-home.ts'

/** Who logs in to a target host, and the keys that host has to know for it, as in authorized_keys. Keys of an agent are not listed. */
export const publicLogin = (
  { warn }: { readonly warn: (message: string) => void },
  config: SshClusterConfig,
  account: MethodUser,
): { readonly user: string; readonly publicKeys: readonly string[] } => {
  const target = resolveHops({ home: systemSshHome(), warn }, config, account).at(-1)
  if (target === undefined) throw new RangeError('a way to a cluster has at least the target')
  const { user, credentials } = target
  return {
    user,
    publicKeys: credentials.privateKeys.flatMap(({ key, passphrase }) => {
      const parsed = ssh2.utils.parseKey(key, passphrase)
      return parsed instanceof Error ? [] : [`${parsed.type} ${parsed.getPublicSSH().toString('base64')}`]
    }),
  }
}
