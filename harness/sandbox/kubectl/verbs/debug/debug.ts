import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import { resources } from '../../../api/resources.ts'
import type { Stored } from '../../../api/types/object.ts'
import { followContainer } from '../../attach/follow-container.ts'
import { refuseInput } from '../../attach/refuse-input.ts'
import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import type { Flags } from '../../flags/types.ts'
import { findObjects } from '../../select/find-objects.ts'
import { containerNames } from '../../select/pod-for.ts'
import { readResourceArgs } from '../../select/resource-args.ts'
import type { Session } from '../../session.ts'
import { containerSuffix } from './container-suffix.ts'

/** `kubectl debug POD`: adds a debugging container to a pod that runs. */
export const debug: Command = {
  summary: 'Create debugging sessions for troubleshooting workloads and nodes',
  usage: '(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  flags: {
    'arguments-only': { type: 'bool' },
    attach: { type: 'bool' },
    container: { type: 'string', short: 'c' },
    'copy-to': { type: 'string' },
    custom: { type: 'string' },
    env: { type: 'array' },
    filename: { type: 'strings', short: 'f' },
    image: { type: 'string' },
    'image-pull-policy': { type: 'string' },
    'keep-annotations': { type: 'bool' },
    'keep-init-containers': { type: 'bool', initial: true },
    'keep-labels': { type: 'bool' },
    'keep-liveness': { type: 'bool' },
    'keep-readiness': { type: 'bool' },
    'keep-startup': { type: 'bool' },
    profile: { type: 'string', initial: 'legacy' },
    quiet: { type: 'bool', short: 'q' },
    replace: { type: 'bool' },
    'same-node': { type: 'bool' },
    'set-image': { type: 'strings' },
    'share-processes': { type: 'bool', initial: true },
    stdin: { type: 'bool', short: 'i' },
    target: { type: 'string' },
    tty: { type: 'bool', short: 't' },
  },
  run: async (session) => {
    const { flags } = session
    assertFlags(flags)
    if (flags.text('profile') === 'legacy') {
      session.err(
        '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n',
      )
    }
    for (const pod of await podsNamed(session)) await debugPod(session, pod)
  },
}

const assertFlags = (flags: Flags): void => {
  if (flags.text('copy-to') !== '') {
    throw failure(
      'kubectl debug --copy-to is not available on this host: debug the pod itself, or create a copy with run',
    )
  }
  if (flags.text('image') === '') throw failure('you must specify --image when not using --copy-to.')
  if (targetsOf(flags).length === 0) throw failure('NAME is required for debug')
  if (flags.bool('tty') && !flags.bool('stdin')) {
    throw failure('-i/--stdin is required for containers with -t/--tty=true')
  }
  if (!PROFILES.includes(flags.text('profile'))) throw failure(`unknown profile: ${flags.text('profile')}`)
}

const PROFILES = ['legacy', 'general', 'baseline', 'restricted', 'netadmin', 'sysadmin']

/** What stands before `--`. */
const targetsOf = ({ args, dashAt }: Flags): readonly string[] => (dashAt < 0 ? args : args.slice(0, dashAt))

const commandOf = ({ args, dashAt }: Flags): readonly string[] => (dashAt < 0 ? [] : args.slice(dashAt))

const podsNamed = async (session: Session): Promise<readonly Stored<Pod>[]> => {
  const targets = targetsOf(session.flags).map((target) => (target.includes('/') ? target : `pods/${target}`))
  const wanted = readResourceArgs(session.connect().registry, targets)
  for (const { definition, name = '' } of wanted) {
    if (definition.kind === 'Node') {
      throw failure(`kubectl debug of node ${name} is not available on this host: a container cannot get into a node`)
    }
    if (definition.kind !== 'Pod') {
      throw failure(`${JSON.stringify(definition.kind)} not supported by debug`)
    }
  }
  const { found, errors } = await findObjects(session, wanted, {})
  if (errors.length > 0) throw errors[0]
  return found.flatMap(({ objects }) => objects as unknown as readonly Stored<Pod>[])
}

const debugPod = async (session: Session, pod: Stored<Pod>): Promise<void> => {
  const { flags, out, namespace } = session
  const { name: podName, uid } = pod.metadata
  const isQuiet = flags.bool('quiet')
  const target = flags.text('target')
  if (target !== '' && !isQuiet) {
    out(
      `Targeting container ${JSON.stringify(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
    )
  }
  const given = flags.text('container')
  const name = given || freeName(pod, uid, session.flow.nowMs())
  if (given === '' && !isQuiet) out(`Defaulting debug container name to ${name}.\n`)
  refuseInput(session)
  const body = { spec: { ephemeralContainers: [containerFor(flags, name)] } }
  await session.request(
    (client) =>
      client.patch(
        { resource: resources.pods, namespace, name: podName },
        { type: 'strategic', body },
        'ephemeralcontainers',
      ),
    { fieldManager: 'kubectl-debug' },
  )
  const isAttached = flags.given('attach') ? flags.bool('attach') : flags.bool('stdin')
  if (isAttached) await followContainer(session, { pod: podName, container: name }, START_MS)
}

/** How long the debugging container may take to start, ms. */
const START_MS = 300_000

const freeName = (pod: Stored<Pod>, uid: string, nowMs: number): string => {
  const taken = containerNames(pod)
  for (let round = 0; ; round += 1) {
    const name = `debugger-${containerSuffix(`${uid}/${nowMs}/${round}`)}`
    if (!taken.includes(name)) return name
  }
}

const containerFor = (flags: Flags, name: string): object => {
  const command = commandOf(flags)
  const policy = flags.text('image-pull-policy')
  const target = flags.text('target')
  const env = flags.list('env').map((pair) => ({ name: pair.split('=')[0], value: pair.slice(pair.indexOf('=') + 1) }))
  return {
    name,
    image: flags.text('image'),
    terminationMessagePolicy: 'File',
    ...(policy === '' ? {} : { imagePullPolicy: policy }),
    ...(command.length === 0 ? {} : flags.bool('arguments-only') ? { args: command } : { command }),
    ...(env.length === 0 ? {} : { env }),
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
    ...(target === '' ? {} : { targetContainerName: target }),
  }
}
