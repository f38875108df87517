import type { CronJob } from 'kubernetes-types/batch/v1.d.ts'
import { failure } from '../errors.ts'
import { creating } from './create.ts'

const CRON_JOBS = { group: 'batch', plural: 'cronjobs' }

export const createJob = creating(
  'Create a job with the specified name',
  'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  { from: { type: 'string' }, image: { type: 'string' } },
  async (session, name) => {
    const { flags } = session
    const [from, image] = [flags.text('from'), flags.text('image')]
    if (from === '' && image === '') throw failure('either --image or --from must be specified')
    if (from !== '' && image !== '') throw failure('cannot specify both --image and --from')
    const job = (annotations: object, spec: unknown) => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace: session.namespace, ...annotations },
      spec,
    })
    if (from === '') return job({}, { template: oneContainer(name, image, session.flags.args.slice(1)) })
    const [kind = '', source = ''] = from.split('/')
    if (source === '') throw failure(`from must be an existing cronjob: ${from}`)
    if (session.connect().registry.resolve(kind)?.kind !== 'CronJob') {
      throw failure(`unknown object type *${kind}; only cronjob is supported`)
    }
    const cronJob = await session.request((client) =>
      client.get<CronJob>({ resource: CRON_JOBS, namespace: session.namespace, name: source }),
    )
    const { metadata, spec } = cronJob.spec?.jobTemplate ?? {}
    const annotations = { 'cronjob.kubernetes.io/instantiate': 'manual', ...metadata?.annotations }
    const { uid } = cronJob.metadata
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: source, uid, controller: true }
    const labels = metadata?.labels === undefined ? {} : { labels: metadata.labels }
    return job({ annotations, ...labels, ownerReferences: [owner] }, spec)
  },
)

export const createCronJob = creating(
  'Create a cron job with the specified name',
  'NAME --image=image --schedule=0/5 * * * ? -- [COMMAND] [args...] [flags]',
  { image: { type: 'string' }, restart: { type: 'string', initial: 'OnFailure' }, schedule: { type: 'string' } },
  (session, name) => {
    const { flags } = session
    for (const needed of ['image', 'schedule']) {
      if (flags.text(needed) === '') throw failure(`required flag(s) "${needed}" not set`)
    }
    const template = oneContainer(name, flags.text('image'), flags.args.slice(1), flags.text('restart'))
    return Promise.resolve({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      spec: { schedule: flags.text('schedule'), jobTemplate: { metadata: { name }, spec: { template } } },
    })
  },
)

const oneContainer = (name: string, image: string, command: readonly string[], restartPolicy = 'Never') => ({
  spec: { restartPolicy, containers: [{ name, image, ...(command.length === 0 ? {} : { command }) }] },
})
