import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import { listenerOnly } from '../../processes/open-talk.ts'
import type { Command } from '../command.ts'
import { failure, KubectlError } from '../errors.ts'
import { containerNames, defaultContainer, podsFor } from '../select/pod-for.ts'

export const exec: Command = {
  summary: 'Execute a command in a container',
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  flags: {
    container: { type: 'string', short: 'c' },
    filename: { type: 'strings', short: 'f' },
    'pod-running-timeout': { type: 'duration', initial: '1m0s' },
    quiet: { type: 'bool', short: 'q' },
    stdin: { type: 'bool', short: 'i' },
    tty: { type: 'bool', short: 't' },
  },
  run: async (session) => {
    const { flags, flow, live } = session
    const [target, ...rest] = flags.args
    if (target === undefined || flags.dashAt === 0) throw failure('pod, type/name or --filename must be specified')
    if (flags.dashAt < 0 && rest.length > 0) {
      throw failure(
        "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples",
      )
    }
    if (rest.length === 0) throw failure('you must specify at least one command for the container')
    const [pod] = await podsFor(session, target)
    if (pod === undefined) throw failure(`cannot attach to ${target}`)
    const { name, namespace } = pod.metadata
    const { phase } = pod.status ?? {}
    if (phase === 'Succeeded' || phase === 'Failed') {
      throw failure(`cannot exec into a container in a completed pod; current phase is ${phase}`)
    }
    const wanted = flags.text('container')
    if (wanted !== '' && !containerNames(pod).includes(wanted)) {
      throw new ApiError(400, 'BadRequest', `container ${wanted} is not valid for pod ${name}`)
    }
    const container = wanted === '' ? defaultContainer(session, pod) : wanted
    if (flags.bool('tty')) session.err('Unable to use a TTY - input is not a terminal or the right kind of file\n')
    const client = session.connect().client()
    await session.request(() => undefined)
    try {
      const options = {
        container,
        command: rest,
        ...(flags.bool('stdin') ? { stdin: session.stdin } : {}),
        ...(live === undefined ? {} : { talk: listenerOnly(live) }),
      }
      const result = await client.exec(flow, { resource: resources.pods, namespace, name }, options)
      session.out(result.stdout)
      session.err(result.stderr)
      if (result.exitCode !== 0) {
        throw new KubectlError(`command terminated with exit code ${result.exitCode}`, result.exitCode)
      }
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'InternalError')
        throw failure(`Internal error occurred: ${error.message}`)
      throw error
    }
  },
}
