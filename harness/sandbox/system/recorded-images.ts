import { IMAGES } from '../images/catalogue.ts'
import type { ImageBehaviour } from '../images/types.ts'

/** What the registry of the recorded cluster had under the name of nginx: busybox with a web server that greets, below a shell. */
export const recordedImages = (): readonly ImageBehaviour[] => {
  const tags = IMAGES.find(({ repository }) => repository === 'nginx')?.tags ?? /^$/
  return IMAGES.filter(({ repository }) => repository === 'busybox').map((busybox) => ({
    ...busybox,
    repository: 'nginx',
    tags,
    sizeBytes: 1_087_855,
    entrypoint: ['sh', '-c', `trap 'exit 0' TERM; "$@" & wait $!`, '/docker-entrypoint.sh'],
    command: ['httpd', '-f', '-v', '-p', '80', '-h', '/www'],
    files: { '/www/index.html': 'hello\n' },
  }))
}
