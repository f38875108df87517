import type { CronJob } from 'kubernetes-types/batch/v1.d.ts'
import { resources } from '../../../api/resources.ts'
import type { Stored } from '../../../api/types/object.ts'
import { failure } from '../../errors.ts'
import type { Session } from '../../session.ts'
import { creating } from './creating.ts'

export const createJob = creating({
  summary: 'Create a job with the specified name',
  usage: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  flags: { from: { type: 'string' }, image: { type: 'string' } },
  complaint: 'failed to create job:',
  build: async (session, name) => {
    const { flags } = session
    const [from, image, command] = [flags.text('from'), flags.text('image'), flags.args.slice(1)]
    if (from === '' && image === '') throw failure('either --image or --from must be specified')
    if (from !== '' && image !== '') throw failure('cannot specify both --image and --from')
    if (from !== '' && command.length > 0) throw failure('cannot specify --from and command')
    const head = { apiVersion: 'batch/v1', kind: 'Job' }
    if (from === '')
      return { ...head, metadata: { name }, spec: { template: oneContainer(name, image, command, 'Never') } }
    return { ...head, ...jobOf(await cronJobNamed(session, from), name) }
  },
})

const cronJobNamed = async (session: Session, from: string): Promise<Stored<CronJob>> => {
  const [kind = '', name = ''] = from.split('/')
  if (name === '') throw failure(`from must be an existing cronjob: ${from}`)
  if (session.connect().registry.resolve(kind)?.kind !== 'CronJob') {
    throw failure(`unknown object type *${kind}; only cronjob is supported`)
  }
  return session.request((client) => client.get({ resource: resources.cronJobs, namespace: session.namespace, name }))
}

/** A run of a CronJob out of its turn. */
const jobOf = ({ metadata: { name: source, uid }, spec }: Stored<CronJob>, name: string): object => {
  const { metadata, spec: jobSpec } = spec?.jobTemplate ?? {}
  return {
    metadata: {
      name,
      annotations: { ...metadata?.annotations, 'cronjob.kubernetes.io/instantiate': 'manual' },
      ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: source, uid, controller: true }],
    },
    spec: jobSpec,
  }
}

export const createCronJob = creating({
  summary: 'Create a cron job with the specified name',
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  flags: {
    image: { type: 'string' },
    restart: { type: 'string', initial: 'OnFailure' },
    schedule: { type: 'string' },
  },
  needed: ['image', 'schedule'],
  complaint: 'failed to create cronjob:',
  build: ({ flags }, name) => {
    const template = oneContainer(name, flags.text('image'), flags.args.slice(1), flags.text('restart'))
    return {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      spec: { schedule: flags.text('schedule'), jobTemplate: { metadata: { name }, spec: { template } } },
    }
  },
})

const oneContainer = (name: string, image: string, command: readonly string[], restartPolicy: string) => ({
  spec: { restartPolicy, containers: [{ name, image, ...(command.length === 0 ? {} : { command }) }] },
})
