import type { ExecResult, Talk } from '../api/types/connect.ts'
import type { Flow } from '../engine/types.ts'
import { interrupt } from '../processes/open-talk.ts'
import { logLines } from './container-log.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import type { Instance } from './instance.ts'

/** Lets somebody hear what a container's first process writes, and talk to it if it listens, until it ends. */
export const attach = async (
  flow: Flow,
  { console }: Pick<ContainerRuntime, 'console'>,
  instance: Instance,
  talk: Talk,
): Promise<ExecResult> => {
  const { table } = instance
  if (console !== undefined && table !== undefined)
    talk.meet({ hear: console.hear, close: console.close, interrupt: () => interrupt(table, 1) })
  const isOver = (): boolean => instance.exit !== undefined
  if (console?.streams.isTerminal === true) {
    const leave = console.join(talk.write)
    await flow.waitUntil(isOver, Number.POSITIVE_INFINITY).finally(leave)
  } else await follow(flow, instance, talk, isOver)
  return { exitCode: 0, stdout: '', stderr: '' }
}

/** Servers write their lines when requests are done, not as processes do: what stands in the log is what they wrote. */
const follow = async (flow: Flow, instance: Instance, talk: Talk, isOver: () => boolean): Promise<void> => {
  const written = () => logLines(instance, flow.nowMs())
  let last = written().at(-1)
  for (;;) {
    const lines = written()
    // The oldest lines go in time: one that is not there any more stood before all others.
    const fresh = lines.slice(last === undefined ? 0 : lines.lastIndexOf(last) + 1)
    if (fresh.length > 0) talk.write('stdout', fresh.map(({ text }) => `${text}\n`).join(''))
    last = lines.at(-1)
    if (isOver()) return
    await flow.waitUntil(isOver, LOOK_EVERY_MS)
  }
}

/** Cluster time. */
const LOOK_EVERY_MS = 200
