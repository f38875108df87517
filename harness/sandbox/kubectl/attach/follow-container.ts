import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import { ApiError } from '../../api/types/api-error.ts'
import type { Stored } from '../../api/types/object.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'

/** A container of a pod, by name. */
export interface ContainerRef {
  readonly pod: string
  readonly container: string
}

/**
 * Waits until a container runs or has run, then prints what it writes until it ends. There is no terminal and no input, so what an
 * attached client sees is the container's log.
 * @throws {KubectlError} when it does not start in time, or the pod goes away first
 */
export const followContainer = async (session: Session, ref: ContainerRef, limitMs: number): Promise<void> => {
  const { flow, out, err } = session
  const read = (): Stored<Pod> | undefined =>
    session.connect().client().find({ resource: resources.pods, namespace: session.namespace, name: ref.pod })
  const isStarted = await flow.waitUntil(() => {
    const pod = read()
    return pod === undefined || stateOf(pod, ref.container) !== 'waiting'
  }, limitMs)
  const pod = read()
  if (pod === undefined) throw failure(`pods "${ref.pod}" not found`)
  if (!isStarted) throw failure('timed out waiting for the condition')
  if (stateOf(pod, ref.container) === 'running') err("If you don't see a command prompt, try pressing enter.\n")
  let shown = 0
  const print = (): void => {
    const text = logOf(session, ref)
    out(text.slice(shown))
    shown = text.length
  }
  for (;;) {
    const now = read()
    if (now === undefined) return
    print()
    if (stateOf(now, ref.container) !== 'running') return
    await flow.sleep(LOOK_MS)
  }
}

/** How often the log is looked at, ms of cluster time. */
const LOOK_MS = 100

const stateOf = ({ status, spec }: Stored<Pod>, name: string): 'waiting' | 'running' | 'terminated' => {
  const own = [...(status?.containerStatuses ?? []), ...(status?.ephemeralContainerStatuses ?? [])].find(
    (candidate) => candidate.name === name,
  )?.state
  if (own?.running !== undefined) return 'running'
  // A container that is to be restarted waits, but it has run.
  const isBetweenRuns = own?.waiting?.reason === 'CrashLoopBackOff' && spec?.restartPolicy !== 'Never'
  return own?.terminated !== undefined || isBetweenRuns ? 'terminated' : 'waiting'
}

const logOf = (session: Session, { pod, container }: ContainerRef): string => {
  try {
    return session
      .connect()
      .client()
      .log({ resource: resources.pods, namespace: session.namespace, name: pod }, { container })
  } catch (error) {
    if (error instanceof ApiError && (error.reason === 'BadRequest' || error.reason === 'NotFound')) return ''
    throw error
  }
}
