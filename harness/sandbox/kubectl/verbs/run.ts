import { mergePatch } from '../../api/merge/merge-patch.ts'
import type { JsonObject } from '../../api/merge/json.ts'
import { resources } from '../../api/resources.ts'
import type { Command } from '../command.ts'
import { followContainer } from '../attach/follow-container.ts'
import { refuseInput } from '../attach/refuse-input.ts'
import { createFromObject } from '../edit/create-object.ts'
import { dryRunOf } from '../edit/dry-run.ts'
import { failure, KubectlError } from '../errors.ts'
import { CREATE_FLAGS } from '../flags/global.ts'
import type { Flags } from '../flags/types.ts'
import type { Session } from '../session.ts'

/** `kubectl run`. Attached (`-i`, `--attach`), it prints what the pod writes and ends with the pod's exit code. */
export const run: Command = {
  summary: 'Run a particular image on the cluster',
  usage:
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--command] -- [COMMAND] [args...]',
  flags: {
    ...CREATE_FLAGS,
    annotations: { type: 'array' },
    attach: { type: 'bool' },
    command: { type: 'bool' },
    env: { type: 'array', short: 'e' },
    expose: { type: 'bool' },
    'grace-period': { type: 'int', initial: -1 },
    image: { type: 'string' },
    'image-pull-policy': { type: 'string' },
    labels: { type: 'string', short: 'l' },
    'leave-stdin-open': { type: 'bool' },
    'override-type': { type: 'string', initial: 'merge' },
    overrides: { type: 'string' },
    'pod-running-timeout': { type: 'duration', initial: '1m0s' },
    port: { type: 'string' },
    privileged: { type: 'bool' },
    quiet: { type: 'bool', short: 'q' },
    restart: { type: 'string', initial: 'Always' },
    rm: { type: 'bool' },
    stdin: { type: 'bool', short: 'i' },
    tty: { type: 'bool', short: 't' },
  },
  run: async (session) => {
    const { flags } = session
    if (!flags.given('image')) throw failure('required flag(s) "image" not set')
    const [name] = flags.args
    if (name === undefined) throw failure("NAME is required for run\nSee 'kubectl run -h' for help and examples")
    const isAttached = flags.given('attach') ? flags.bool('attach') : flags.bool('stdin') || flags.bool('tty')
    assertFlags(flags, isAttached)
    const pod = withOverrides(session, podOf(flags, name))
    if (dryRunOf(flags) !== 'none' || !isAttached) {
      await createWithService(session, pod)
      return 0
    }
    refuseInput(session)
    await createWithService({ ...session, out: () => {} }, pod)
    return attached(session, name)
  },
}

/** The pod, and with `--expose` a Service for it; kubectl speaks of the Service first. */
const createWithService = async (session: Session, pod: JsonObject): Promise<void> => {
  const { flags } = session
  if (!flags.bool('expose')) return void (await createFromObject(session, pod, 'kubectl-run'))
  const printed: string[] = []
  await createFromObject({ ...session, out: (text) => printed.push(text) }, pod, 'kubectl-run')
  const { name, labels } = pod['metadata'] as JsonObject
  const port = Number(flags.text('port'))
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: labels },
  }
  await createFromObject(session, service, 'kubectl-run')
  for (const text of printed) session.out(text)
}

const POLICIES = ['Always', 'OnFailure', 'Never']

const assertFlags = (flags: Flags, isAttached: boolean): void => {
  const restart = flags.text('restart')
  if (!POLICIES.includes(restart)) throw failure(`invalid restart policy: ${restart}`)
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw failure('-i/--stdin is required for containers with -t/--tty=true')
  if (flags.bool('rm') && !isAttached) throw failure('--rm should only be used for attached containers')
  if (flags.bool('rm') && restart === 'Always' && flags.given('restart')) {
    throw failure("--restart should be set to 'OnFailure' or 'Never' when using --rm")
  }
  if (isAttached && dryRunOf(flags) !== 'none')
    throw failure(
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    )
  if (flags.bool('expose') && !flags.given('port')) throw failure('--port must be set when exposing a service')
}

const podOf = (flags: Flags, name: string): JsonObject => {
  const words = flags.args.slice(1)
  const policy = flags.text('image-pull-policy')
  const env = flags.list('env').map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) throw failure(`invalid env: ${pair}`)
    return { name: pair.slice(0, at), value: pair.slice(at + 1) }
  })
  const isInteractive = flags.bool('stdin')
  const container = {
    name,
    image: flags.text('image'),
    ...(policy === '' ? {} : { imagePullPolicy: policy }),
    ...(env.length === 0 ? {} : { env }),
    ...(flags.given('port') ? { ports: [{ containerPort: Number(flags.text('port')) }] } : {}),
    ...(words.length === 0 ? {} : flags.bool('command') ? { command: words } : { args: words }),
    ...(isInteractive ? { stdin: true, stdinOnce: !flags.bool('leave-stdin-open') } : {}),
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
  }
  const annotations = keyValues(flags.list('annotations'))
  const labels = flags.given('labels') ? keyValues(flags.text('labels').split(',')) : { run: name }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: flags.text('restart') },
  }
}

const withOverrides = ({ flags, yaml }: Session, pod: JsonObject): JsonObject => {
  if (!flags.given('overrides')) return pod
  const type = flags.text('override-type')
  if (type !== 'merge') throw failure(`--override-type=${type} is not available in this kubectl: use merge`)
  const overrides = yaml.value(flags.text('overrides'))
  if (typeof overrides !== 'object' || overrides === null) throw failure('unable to parse the overrides')
  return mergePatch(pod, overrides) as JsonObject
}

/** Prints what the pod writes, removes it if asked, and says how it ended. */
const attached = async (session: Session, name: string): Promise<number> => {
  const { flags } = session
  const restart = flags.text('restart')
  try {
    await followContainer(session, { pod: name, container: name }, flags.durationMs('pod-running-timeout'))
    return restart === 'Always' ? 0 : await exitCodeOf(session, name)
  } finally {
    if (flags.bool('rm') && !session.flow.signal.aborted) await remove(session, name)
  }
}

const exitCodeOf = async (session: Session, name: string): Promise<number> => {
  const { namespace, flow, flags } = session
  const client = session.connect().client()
  const find = () => client.find({ resource: resources.pods, namespace, name })
  const isOver = (phase: string | undefined): boolean =>
    phase === 'Succeeded' || (phase === 'Failed' && flags.text('restart') === 'Never')
  await flow.waitUntil(
    () => find() === undefined || isOver(find()?.status?.phase),
    flags.durationMs('pod-running-timeout'),
  )
  const pod = find()
  if (pod === undefined || !isOver(pod.status?.phase)) throw failure('timed out waiting for the condition')
  if (pod.status?.phase === 'Succeeded') return 0
  const ended = pod.status?.containerStatuses?.[0]?.state?.terminated
  if (ended === undefined || ended.exitCode === 0)
    throw failure(`pod ${namespace}/${name} failed with unknown exit code`)
  throw new KubectlError(
    `pod ${namespace}/${name} terminated (${ended.reason ?? ''})\n${ended.message ?? ''}`,
    ended.exitCode,
  )
}

const remove = async (session: Session, name: string): Promise<void> => {
  const { namespace, flags, flow } = session
  const ref = { resource: resources.pods, namespace, name }
  const grace = flags.int('grace-period')
  await session.request((client) => client.delete(ref, grace >= 0 ? { gracePeriodSeconds: grace } : {}))
  if (!flags.bool('quiet')) session.out(`pod "${name}" deleted\n`)
  const client = session.connect().client()
  await flow.waitUntil(() => client.find(ref) === undefined, REMOVE_MS)
}

/** How long the removal is waited for, ms. */
const REMOVE_MS = 60_000

const keyValues = (pairs: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', value] = pair.split('=')
      if (value === undefined) throw failure(`unexpected label spec: ${pair}`)
      return [key, value]
    }),
  )
