import { kubectl } from '../../kubectl/kubectl.ts'
import type { KubectlDependencies } from '../../kubectl/types.ts'
import type { FlowOutcome } from '../../engine/types.ts'
import type { Call, Output, ShellCommand } from '../script/command.ts'

/** kubectl as a program of the host: a flow of its own, which ends with the process that started it. */
export const kubectlCommand = (cluster: Pick<KubectlDependencies, 'connect' | 'profile' | 'yaml'>): ShellCommand => ({
  name: 'kubectl',
  standsAlone: true,
  isSpeaker: true,
  run: async (call) => {
    const { flow, signal } = call.process
    const handle = flow.spawn<Output>(
      (child) =>
        kubectl(
          {
            ...cluster,
            flow: child,
            files: filesOf(call),
            environment: call.environment,
            directory: call.directory,
            ...(call.live === undefined ? {} : { live: call.live }),
          },
          call.args,
          call.stdin,
        ),
      // Who joins the flow hears of its end; nobody else needs to.
      { onEnd: () => {} },
    )
    const kill = (): void => handle.abort(signal.reason)
    if (signal.aborted) kill()
    signal.addEventListener('abort', kill)
    try {
      return valueOf(await flow.join(handle))
    } finally {
      signal.removeEventListener('abort', kill)
    }
  },
})

const valueOf = (outcome: FlowOutcome<Output>): Output => {
  if (outcome.status === 'threw') throw outcome.error
  return outcome.value
}

const filesOf = ({ files }: Call): KubectlDependencies['files'] => ({
  read: async (path) =>
    (await files.exists(path)) && (await files.stat(path)).isFile ? files.readFile(path) : undefined,
  list: async (path) =>
    (await files.exists(path)) && (await files.stat(path)).isDirectory
      ? [...(await files.readdir(path))].sort()
      : undefined,
  write: (path, text) => files.writeFile(path, text),
})
