import type { KubectlProfile } from '../kubectl/types.ts'
import type { VersionInfo } from './types.ts'

/** What `/version` says of a server. */
export const versionInfo = ({ serverVersion, builds }: KubectlProfile): VersionInfo => {
  const [, minor = ''] = serverVersion.split('.')
  const { gitCommit, buildDate, goVersion } = builds.server
  return {
    major: '1',
    minor,
    gitVersion: serverVersion,
    gitCommit,
    gitTreeState: 'clean',
    buildDate,
    goVersion,
    compiler: 'gc',
    platform: 'linux/amd64',
  }
}
