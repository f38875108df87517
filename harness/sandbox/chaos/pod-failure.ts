import type { StoredPod } from '../controllers/base/pods.ts'
import type { ChaosObject } from './types.ts'

/** The image that Chaos Mesh puts in the place of a pod's own: it does nothing. */
export const PAUSE_IMAGE = 'gcr.io/google-containers/pause:latest'

/** A pod whose images are exchanged, the true ones kept in annotations. */
export const failedPod = (chaos: ChaosObject, pod: StoredPod): StoredPod => ({
  ...pod,
  metadata: {
    ...pod.metadata,
    annotations: {
      ...pod.metadata.annotations,
      ...Object.fromEntries((pod.spec?.containers ?? []).map(({ name, image = '' }) => [keyOf(chaos, name), image])),
    },
  },
  ...withImages(pod, () => PAUSE_IMAGE),
})

/** The pod as it was. */
export const mendedPod = (chaos: ChaosObject, pod: StoredPod): StoredPod => {
  const { annotations = {} } = pod.metadata
  const keys = new Set((pod.spec?.containers ?? []).map(({ name }) => keyOf(chaos, name)))
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: Object.fromEntries(Object.entries(annotations).filter(([key]) => !keys.has(key))),
    },
    ...withImages(pod, (name) => annotations[keyOf(chaos, name)]),
  }
}

const withImages = ({ spec }: StoredPod, imageOf: (container: string) => string | undefined) =>
  spec === undefined
    ? {}
    : {
        spec: {
          ...spec,
          containers: spec.containers.map((one) => ({ ...one, image: imageOf(one.name) ?? one.image ?? '' })),
        },
      }

const keyOf = ({ metadata, spec }: ChaosObject, container: string): string =>
  `${metadata.namespace}-${metadata.name}-${spec.action}-${container}-normal-image`
