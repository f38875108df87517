import type { Command } from '../command.ts'
import { failure } from '../errors.ts'
import { toYaml } from '../format/yaml.ts'
import type { BuildInfo, KubectlProfile } from '../types.ts'

export const version: Command = {
  summary: 'Print the client and server version information',
  usage: '',
  flags: { client: { type: 'bool' }, output: { type: 'string', short: 'o' }, short: { type: 'bool' } },
  run: async (session) => {
    const { profile, flags } = session
    const withServer = !flags.bool('client')
    if (withServer) await session.request(() => undefined)
    switch (flags.text('output')) {
      case '':
        session.out(`Client Version: ${profile.clientVersion}\nKustomize Version: ${profile.kustomizeVersion}\n`)
        if (withServer) session.out(`Server Version: ${profile.serverVersion}\n`)
        return
      case 'json':
        session.out(`${JSON.stringify(versions(profile, withServer), null, 2)}\n`)
        return
      case 'yaml':
        session.out(toYaml(versions(profile, withServer)))
        return
      default:
        throw failure("--output must be 'yaml' or 'json'")
    }
  },
}

const versions = (
  { clientVersion, serverVersion, kustomizeVersion, builds }: KubectlProfile,
  withServer: boolean,
): object => ({
  clientVersion: buildOf(clientVersion, builds.client),
  kustomizeVersion,
  ...(withServer ? { serverVersion: buildOf(serverVersion, builds.server) } : {}),
})

/** What a program says of its build. */
export const buildOf = (gitVersion: string, { gitCommit, buildDate, goVersion }: BuildInfo): object => {
  const [, major = '', release = '', suffix] = /^v(\d+)\.(\d+)\.\d+(-.+)?$/.exec(gitVersion) ?? []
  // A build that is not a plain release says so.
  const minor = suffix === undefined ? release : `${release}+`
  const platform = 'linux/amd64'
  return { major, minor, gitVersion, gitCommit, gitTreeState: 'clean', buildDate, goVersion, compiler: 'gc', platform }
}

export const clusterInfo: Command = {
  summary: 'Display cluster information',
  usage: '',
  flags: {},
  run: async (session) => {
    if (session.flags.args[0] === 'dump') throw failure('cluster-info dump is not available in this kubectl')
    await session.request(() => undefined)
    const context = session.config.contexts.find(({ name }) => name === session.config.currentContext)?.context
    const server = session.config.clusters.find(({ name }) => name === context?.cluster)?.cluster.server ?? ''
    session.out(
      `Kubernetes control plane is running at ${server}\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`,
    )
  },
}
