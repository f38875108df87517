import { PROGRAMS, SHELL_PROGRAMS } from '../processes/programs/registry.ts'
import { daemon } from '../processes/programs/daemon.ts'
import type { Program, Reply, Server } from '../processes/types.ts'
import { accessLine } from './access-line.ts'
import { appProgram } from './app-program.ts'
import type { ImageBehaviour, ServerBehaviour } from './types.ts'

/** The programs of an image, by name or by path. */
export const programsOf = (image: ImageBehaviour): ((name: string) => Program | undefined) => {
  const find = (written: string): Program | undefined => {
    const name = written.slice(written.lastIndexOf('/') + 1)
    if (written.includes('/') && !STANDARD_FOLDERS.test(written)) return undefined
    if (!image.programs.includes(name))
      return SHELL_PROGRAMS.has(name) && !written.includes('/') ? PROGRAMS[name] : undefined
    if (ENTRYPOINTS.has(name)) return { run: (call) => delegate(call, image, find) }
    const server = image.servers[name]
    if (server !== undefined) return daemon(daemonOf(server))
    const app = image.apps?.[name]
    return app === undefined ? PROGRAMS[name] : appProgram(app)
  }
  return find
}

export const STANDARD_FOLDERS = /^(?:\/(?:usr\/)?(?:local\/)?s?bin)?\/[^/]+$/
const ENTRYPOINTS = new Set(['docker-entrypoint.sh', 'entrypoint.sh'])

/** An entrypoint script prepares and gives way to the command behind it, or to the image's own where only its arguments are given. */
const delegate = (
  call: Parameters<Program['run']>[0],
  { command }: ImageBehaviour,
  find: (name: string) => Program | undefined,
) => {
  const own = call.args[0]?.startsWith('-') === true ? command.slice(0, 1) : []
  const [name = '', ...args] = [...own, ...call.args]
  const program = find(name)
  if (program === undefined) {
    call.streams.stderr.write(`${call.name}: exec: line 47: ${name}: not found\n`)
    return 127
  }
  call.process.argv = [name, ...args]
  return program.run({ ...call, name, args })
}

const daemonOf = (behaviour: ServerBehaviour) => ({
  startupMs: behaviour.startupMs,
  startupLines: behaviour.startupLines,
  port: behaviour.port,
  cpuMilli: behaviour.cpuMilliIdle,
  memoryBytes: behaviour.memoryBytes,
  term: behaviour.term.kind === 'exits' ? behaviour.term : undefined,
  server: () => serverOf(behaviour),
  portTaken: (port: number) => `bind() to 0.0.0.0:${port} failed (98: Address in use)`,
})

const serverOf = (behaviour: ServerBehaviour): Server => ({
  product: behaviour.product,
  answersHttp: true,
  isVolatile: () => false,
  reply: (request): Reply => {
    const { serviceMs, spreadRatio } = behaviour
    const isReading = request.method === 'GET' || request.method === 'HEAD'
    const page = behaviour.pages[request.path.split('?')[0] ?? '/'] ?? behaviour.notFound
    const status = isReading ? page.status : 405
    const body = isReading ? page.body : ''
    const line = accessLine(behaviour.accessLog, request, status, body.length)
    return { status, contentType: page.contentType, body, serviceMs, spreadRatio, cpuMs: serviceMs / 2, logLine: line }
  },
})
