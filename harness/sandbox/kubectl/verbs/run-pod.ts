import type { Command } from '../command.ts'
import { createFromObject } from '../edit/create-object.ts'
import { failure } from '../errors.ts'
import { CREATE_FLAGS } from '../flags/global.ts'

/** `kubectl run`. Attaching to the pod is not possible. */
export const runPod: Command = {
  summary: 'Run a particular image on the cluster',
  usage:
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--command] -- [COMMAND] [args...]',
  flags: {
    ...CREATE_FLAGS,
    annotations: { type: 'array' },
    attach: { type: 'bool' },
    command: { type: 'bool' },
    env: { type: 'array' },
    image: { type: 'string' },
    'image-pull-policy': { type: 'string' },
    labels: { type: 'string', short: 'l' },
    overrides: { type: 'string' },
    port: { type: 'string' },
    quiet: { type: 'bool', short: 'q' },
    restart: { type: 'string', initial: 'Always' },
    rm: { type: 'bool' },
    stdin: { type: 'bool', short: 'i' },
    tty: { type: 'bool', short: 't' },
  },
  run: async (session) => {
    const { flags } = session
    const [name, ...words] = flags.args
    if (name === undefined) throw failure('NAME is required for run')
    const image = flags.text('image')
    if (image === '') throw failure('required flag(s) "image" not set')
    for (const flag of ['attach', 'rm', 'stdin', 'tty'] as const) {
      if (flags.bool(flag))
        throw failure(`--${flag} is not available in this kubectl; run the pod, then use logs and exec`)
    }
    if (flags.given('overrides')) throw failure('--overrides is not available in this kubectl; use create -f')
    const policy = flags.text('image-pull-policy')
    const env = flags.list('env').map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw failure(`invalid env: ${pair}`)
      return { name: pair.slice(0, at), value: pair.slice(at + 1) }
    })
    const container = {
      name,
      image,
      ...(policy === '' ? {} : { imagePullPolicy: policy }),
      ...(env.length === 0 ? {} : { env }),
      ...(flags.given('port') ? { ports: [{ containerPort: Number(flags.text('port')) }] } : {}),
      ...(words.length === 0 ? {} : flags.bool('command') ? { command: words } : { args: words }),
    }
    const annotations = keyValues(flags.list('annotations'))
    const labels = flags.given('labels') ? keyValues(flags.text('labels').split(',')) : { run: name }
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
      spec: { containers: [container], restartPolicy: flags.text('restart') },
    }
    await createFromObject(session, pod, 'kubectl-run')
  },
}

const keyValues = (pairs: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', value] = pair.split('=')
      if (value === undefined) throw failure(`unexpected label spec: ${pair}`)
      return [key, value]
    }),
  )
