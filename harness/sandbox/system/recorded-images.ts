import { IMAGES } from '../images/catalogue.ts'
import type { ImageBehaviour, ServerBehaviour } from '../images/types.ts'

/** What the registry of the recorded cluster had under the name of nginx: a small web server that greets. */
export const recordedImages = (): readonly ImageBehaviour[] =>
  IMAGES.filter(({ repository }) => repository === 'nginx').map((image) => ({
    ...image,
    sizeBytes: 1_087_855,
    servers: Object.fromEntries(Object.entries(image.servers).map(([program, server]) => [program, small(server)])),
  }))

const small = (server: ServerBehaviour): ServerBehaviour => ({
  ...server,
  product: 'busybox httpd',
  startupLines: [],
  pages: Object.fromEntries(Object.keys(server.pages).map((path) => [path, GREETING])),
  memoryBytes: 400 * 1024,
  accessLog: 'none',
})

const GREETING = { status: 200, contentType: 'text/html', body: 'hello\n' }
