import type { Node, Taint } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../api/resources.ts'
import type { DeepReadonly, Stored } from '../../api/types/object.ts'
import type { Control } from '../base/control.ts'
import { controlClient } from '../base/control-client.ts'
import { splitKey } from '../base/informer.ts'
import { timestamp } from '../base/timestamp.ts'
import { createWorkQueue } from '../base/work-queue.ts'

/**
 * Gives nodes that are not ready their taints, and takes them away again: first the one that keeps new pods out, in a pass of its own
 * the one that sends pods away. Source: k8s.io/kubernetes, pkg/controller/nodelifecycle.
 */
export const startConditionTaints = ({ simulation, server, informers, rng }: Control): void => {
  const client = controlClient(server, 'system:serviceaccount:kube-system:node-controller', 'kube-controller-manager')
  const queue = createWorkQueue(
    { simulation, rng: rng.fork('condition-taints') },
    { latencyMs: [20, 100], reconcile: (key) => reconcile(key) },
  )

  informers.nodes.onChange(({ type, object }) => {
    if (type !== 'DELETED' && wrongEffect(object) !== undefined) queue.add(`/${object.metadata.name}`)
  })

  /** One effect at a time: the change that it makes brings it back for the other. */
  const reconcile = (key: string): void => {
    const { name } = splitKey(key)
    const node = informers.nodes.get(undefined, name)
    const effect = node === undefined ? undefined : wrongEffect(node)
    if (node === undefined || effect === undefined) return
    const wanted = troubleOf(node)
    const others = (node.spec?.taints ?? []).filter((taint) => taint.effect !== effect || !TROUBLES.includes(taint.key))
    const taints =
      wanted === undefined ? others : [...others, { effect, key: wanted, timeAdded: timestamp(simulation.nowMs()) }]
    const body = { spec: { taints: taints.length === 0 ? null : taints } }
    client.patch({ resource: resources.nodes, name }, { type: 'merge', body })
  }
}

const NOT_READY = 'node.kubernetes.io/not-ready'
const UNREACHABLE = 'node.kubernetes.io/unreachable'
const TROUBLES: readonly string[] = [NOT_READY, UNREACHABLE]

/** The taint of a node's condition, if it is to have one. */
const troubleOf = ({ status }: Stored<Node>): string | undefined => {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status
  if (ready === 'False') return NOT_READY
  return ready === 'Unknown' ? UNREACHABLE : undefined
}

/** The first effect of which a node has another taint than it should. */
const wrongEffect = (node: Stored<Node>): 'NoSchedule' | 'NoExecute' | undefined => {
  const wanted = troubleOf(node)
  const held = (node.spec?.taints ?? []).filter(({ key }) => TROUBLES.includes(key))
  return EFFECTS.find(
    (effect) =>
      !isRight(
        held.filter((taint) => taint.effect === effect),
        wanted,
      ),
  )
}

const EFFECTS = ['NoSchedule', 'NoExecute'] as const

const isRight = (held: readonly DeepReadonly<Taint>[], wanted: string | undefined): boolean =>
  wanted === undefined ? held.length === 0 : held.length === 1 && held[0]?.key === wanted
