import { systemClock } from '../../adapters/system/system-clock.ts'
import type { MethodUser, RealClusterConfig } from '../../domain/cluster.ts'
import type { Account } from './account.ts'

/** Logs in where a cluster's kubectl runs. @param user of the target host, instead of the harness's own */
export const openRealAccount = async (
  { warn }: { readonly warn: (line: string) => void },
  config: RealClusterConfig,
  user?: MethodUser,
): Promise<Account> => {
  switch (config.kind) {
    case 'local': {
      const { createLocalShell } = await import('../../adapters/local/create-local-shell.ts')
      return { shell: createLocalShell({ clock: systemClock }), close: () => Promise.resolve() }
    }
    case 'ssh': {
      const { openSshAccount } = await import('../../adapters/ssh/open-ssh-account.ts')
      return openSshAccount({ clock: systemClock, warn }, config, user)
    }
  }
}
