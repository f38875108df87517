import { failed, printed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'
import type { ContainerTarget } from '../../kubelet/types.ts'
import type { Kubelets } from '../../kubelet/kubelets.ts'

/** ps, kill and df inside a container. */
export const processCommands = (
  kubelets: Pick<Kubelets, 'kill'>,
  { runtime, container }: ContainerTarget,
  mainCommand: readonly string[],
): readonly ShellCommand[] => [
  {
    name: 'ps',
    run: () => printed(`PID   USER     TIME  COMMAND\n${row(1, mainCommand.join(' '))}${row(31, 'ps')}`),
  },
  {
    name: 'kill',
    run: ({ args }) => {
      const signal =
        args
          .find((arg) => arg.startsWith('-') && arg !== '--')
          ?.slice(1)
          .replace(/^SIG/, '') ?? 'TERM'
      for (const pid of args.filter((arg) => !arg.startsWith('-'))) {
        if (pid !== '1') return failed(`sh: can't kill pid ${pid}: No such process\n`)
        const term = container.instance?.plan?.term
        // The first process of a container gets only the signals that it handles; SIGKILL from inside never reaches it.
        if ((signal === 'TERM' || signal === '15') && term?.kind === 'exits')
          kubelets.kill(runtime.uid, container.name, term.exitCode)
      }
      return printed('')
    },
  },
  {
    name: 'df',
    run: ({ args }) =>
      printed(
        args.includes('-h')
          ? 'Filesystem                Size      Used Available Use% Mounted on\noverlay                  98.3G     14.7G     79.0G  16% /\ntmpfs                    64.0M         0     64.0M   0% /dev\n'
          : 'Filesystem           1K-blocks      Used Available Use% Mounted on\noverlay              103081248  15413756  82835988  16% /\ntmpfs                    65536         0     65536   0% /dev\n',
      ),
  },
]

const row = (pid: number, command: string): string => `${String(pid).padStart(5)} root      0:00 ${command}\n`
