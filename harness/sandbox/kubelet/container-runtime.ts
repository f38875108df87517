import type { Container } from 'kubernetes-types/core/v1.d.ts'
import { milliValue, unitValue } from '../api/quantity.ts'
import type { DeepReadonly } from '../api/types/object.ts'
import { imageId, readImageReference } from '../images/image-reference.ts'
import type { Console } from '../processes/open-console.ts'
import type { Store } from '../processes/files/store.ts'
import type { BackOff } from './back-off.ts'
import { createBackOff } from './back-off.ts'
import type { Instance } from './instance.ts'

/** A container of a pod, over all its runs. */
export interface ContainerRuntime {
  readonly name: string
  spec: DeepReadonly<Container>
  readonly isInit: boolean
  /** Names of its image as the runtime reports them. */
  image: { readonly canonical: string; readonly id: string }
  /** Infinity without a limit. */
  readonly cpuLimitMilli: number
  readonly memoryLimitBytes: number
  /** The newest run, and the one before. */
  instance: Instance | undefined
  previous: Instance | undefined
  /** What the kubelet saw when it last looked at the runtime. */
  seen: Instance | undefined
  seenExit: boolean
  /** The run before `seen`, which has ended. */
  seenLast: Instance | undefined
  /** Why the last attempt to start it failed. */
  waiting: { readonly reason: string; readonly message?: string } | undefined
  /** What its current run has written outside of volumes. */
  layer: Store | undefined
  /** The streams of its current run. */
  console: Console | undefined
  readonly crash: BackOff
  readonly pull: BackOff
  /** Results of probes for the newest run. */
  started: boolean
  ready: boolean
  /** Set by a failed liveness or startup probe, or by a new definition, until the container was killed. */
  unhealthy: 'liveness' | 'startup' | 'definition' | undefined
}

/** An init container that stays: it is started in its turn and runs beside the others. */
export const isSidecar = ({ isInit, spec }: Pick<ContainerRuntime, 'isInit' | 'spec'>): boolean =>
  isInit && spec.restartPolicy === 'Always'

export const createContainerRuntime = (spec: DeepReadonly<Container>, isInit: boolean): ContainerRuntime => {
  const limits = spec.resources?.limits ?? {}
  return {
    name: spec.name,
    spec,
    isInit,
    image: { canonical: readImageReference(spec.image ?? '').canonical, id: imageId(spec.image ?? '') },
    cpuLimitMilli: limits['cpu'] === undefined ? Number.POSITIVE_INFINITY : milliValue(limits['cpu']),
    memoryLimitBytes: limits['memory'] === undefined ? Number.POSITIVE_INFINITY : unitValue(limits['memory']),
    instance: undefined,
    previous: undefined,
    seen: undefined,
    seenExit: false,
    seenLast: undefined,
    waiting: undefined,
    layer: undefined,
    console: undefined,
    crash: createBackOff(),
    pull: createBackOff(),
    started: false,
    ready: false,
    unhealthy: undefined,
  }
}
