import { failure } from '../../errors.ts'
import { creating } from './creating.ts'

export const createDeployment = creating({
  summary: 'Create a deployment with the specified name',
  usage: 'NAME --image=image -- [COMMAND] [args...]',
  flags: {
    image: { type: 'strings' },
    port: { type: 'int', initial: -1 },
    replicas: { type: 'int', short: 'r', initial: 1 },
  },
  needed: ['image'],
  complaint: 'failed to create deployment:',
  build: ({ flags }, name) => {
    const images = flags.list('image')
    const command = flags.args.slice(1)
    if (images.length > 1 && command.length > 0) throw failure('cannot specify multiple --image options and command')
    const port = flags.int('port')
    const containers = images.map((image) => ({
      name: containerName(image),
      image,
      ...(port > 0 ? { ports: [{ containerPort: port }] } : {}),
      ...(command.length > 0 ? { command } : {}),
    }))
    const labels = { app: name }
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels },
      spec: {
        replicas: flags.int('replicas'),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    }
  },
})

/** The last part of an image's name, without its tag. */
const containerName = (image: string): string =>
  ((image.split('/').at(-1) ?? image).split(/[:@]/)[0] ?? image).toLowerCase().replace(/[^a-z0-9-]/g, '-')
