import type { Mutation } from '../domain/mutation.ts'
import type { Change } from '../domain/scope.ts'
import { judgeCommand } from '../policy/judge-command.ts'
import type { SentCommand } from './method-shell.ts'
import type { WideChange, WideObject } from './wide-state.ts'

export interface ChangesCase {
  readonly namespace: string
  /** Between the moment when the method was admitted and now. */
  readonly changes: readonly WideChange[]
  readonly sent: readonly SentCommand[]
  /** When the method was admitted, on our clock. */
  readonly startMs: number
  readonly nowMs: number
  /** The cluster's clock is ahead of ours by so much. */
  readonly offsetMs: number
}

/**
 * What was changed and by whom, where there is no audit to ask. A change that a command of the method asked for, and that the command
 * reported done, is the method's. What differs beyond that is the method's in the trial's own namespace, if a manager of its fields says so or
 * nobody else could have done it; elsewhere it is somebody else's, since the method's identity reaches no further.
 */
export const observedMutations = (observed: ChangesCase): readonly Mutation[] => {
  const asked = observed.sent.flatMap((command) => askedFor(command, observed))
  const rest = observed.changes
    .filter((change) => !asked.some((mutation) => explains(mutation, change)))
    .flatMap((change) => unasked(change, observed))
  return [...asked, ...rest].sort((left, right) => left.atMs - right.atMs)
}

const FORBIDDEN = /\(Forbidden\)|is forbidden|cannot \w+ resource/

/** The changes of one command: carried out, refused, or, where it failed otherwise, only those of which traces are left. */
const askedFor = ({ line, outcome, atMs }: SentCommand, { namespace, changes }: ChangesCase): readonly Mutation[] => {
  const judged = judgeCommand(line, { namespace })
  if (judged.status === 'unparsable' || outcome.status === 'denied') return []
  const isDone = outcome.status === 'exited' && outcome.exitCode === 0
  const isRefused = !isDone && FORBIDDEN.test(outcome.stderr)
  return judged.changes.flatMap((change): readonly Mutation[] => {
    const traces = changes.filter((each) => isAbout(change, each))
    if (!isDone && !isRefused && traces.length === 0) return []
    const denied = isRefused && traces.length === 0
    const base = { atMs, actor: 'method' as const, denied, verb: change.verb }
    if (!/[*?]/.test(change.name) || traces.length === 0)
      return [{ ...base, ...placeOf(change), paths: traces.flatMap(({ paths }) => paths) }]
    // Of a command for many objects, each that it touched.
    return traces.map((trace) => ({ ...base, ...identityOf(trace), paths: trace.paths }))
  })
}

const placeOf = ({ kind, name, namespace }: Change) => ({ kind, name, namespace })

const isAbout = ({ kind, name, namespace, verb }: Change, change: WideChange): boolean => {
  const at = identityOf(change)
  if (at.kind !== kind || at.namespace !== namespace || (!/[*?]/.test(name) && at.name !== name)) return false
  switch (verb) {
    case 'create':
      return change.before === undefined
    case 'delete':
    case 'deletecollection':
      return change.after === undefined
    case 'update':
    case 'patch':
      return change.before !== undefined && change.after !== undefined
  }
}

const explains = (mutation: Mutation, change: WideChange): boolean => !mutation.denied && isAbout(mutation, change)

/** Those that act by themselves. Their deeds follow from somebody's, or from nobody's. */
const CONTROLLERS =
  /^(?:kube-controller-manager|kube-scheduler|kube-apiserver|apiserver|kubelet|k3s|k3d|rancher|cloud-controller|chaos-|coredns|metrics-server|node-|deployment-controller|replicaset-controller|endpoint|garbage)/

const unasked = (change: WideChange, observed: ChangesCase): readonly Mutation[] => {
  const at = identityOf(change)
  const isHere = at.namespace === observed.namespace
  const { before, after } = change
  const writer = after === undefined ? undefined : lastWriter(after, observed)
  const isDerived = (after ?? before)?.metadata.ownerReferences.length !== 0
  const isMethod =
    isHere && !isDerived && (writer === undefined ? after === undefined : !CONTROLLERS.test(writer.manager))
  return [
    {
      ...at,
      atMs: writer?.atMs ?? observed.nowMs,
      actor: isMethod ? 'method' : 'controller',
      denied: false,
      verb: before === undefined ? 'create' : after === undefined ? 'delete' : 'patch',
      paths: change.paths,
    },
  ]
}

/** Who wrote an object's fields last, status apart, since the method was admitted. Times of the API server are whole seconds. */
const lastWriter = ({ metadata }: WideObject, { startMs, nowMs, offsetMs }: ChangesCase) =>
  metadata.managedFields
    .filter(({ subresource, time }) => subresource === undefined && time !== undefined)
    .map(({ manager, time }) => ({ manager, atMs: Date.parse(time ?? '') - offsetMs }))
    .filter(({ atMs }) => atMs + 1000 >= startMs)
    .map(({ manager, atMs }) => ({ manager, atMs: Math.round(Math.min(Math.max(atMs, startMs), nowMs)) }))
    .sort((left, right) => left.atMs - right.atMs)
    .at(-1)

/** Which object a change is about. */
export const identityOf = ({ before, after }: WideChange): { kind: string; name: string; namespace: string } => {
  const object = after ?? before
  if (object === undefined) throw new RangeError('a change without an object is none')
  const { kind, metadata } = object
  return { kind, name: metadata.name, namespace: metadata.namespace }
}
