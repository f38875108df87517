import { createFiles, type Files, type Mount } from '../processes/files/files.ts'
import { createStore, givenFiles, type Given, type Store } from '../processes/files/store.ts'
import { createProcessTable } from '../processes/process-table.ts'
import { openConsole } from '../processes/open-console.ts'
import { programsOf } from '../images/image-programs.ts'
import type { ImageBehaviour } from '../images/types.ts'
import type { ContainerRuntime } from './container-runtime.ts'
import { controlGroupFiles } from './control-group.ts'
import { type Instance, isRunning, writeLog } from './instance.ts'
import type { PodRuntime } from './pod-runtime.ts'
import { endInstance, measure, type RunDependencies } from './run-instance.ts'
import type { NodeAgent } from './types.ts'
import { volumeTrouble } from './volume-trouble.ts'

export interface ContainerProcessesRequest {
  readonly agent: NodeAgent
  readonly run: RunDependencies
  readonly runtime: PodRuntime
  readonly container: ContainerRuntime
  readonly image: ImageBehaviour
  readonly resolvConf: string
  /** Something changed that probes may notice. */
  readonly changed: () => void
}

/** The process table of a container's next run, without any process yet. */
export const openProcesses = (
  request: ContainerProcessesRequest,
  instance: () => Instance,
): NonNullable<Instance['table']> => {
  const { agent, run, runtime, container, image, changed } = request
  const log = (text: string): void => writeLog(instance(), { atMs: agent.simulation.nowMs(), text })
  const { stdin = false, tty = false } = container.spec
  const console = openConsole({ isTerminal: tty, hasInput: stdin, line: log, poke: () => table.poke() })
  container.console = console
  const { streams } = console
  const table = createProcessTable({
    clock: agent.simulation,
    files: openFiles(request, instance, () => {
      changed()
      // Somebody may follow the file: tail -f.
      table.poke()
    }),
    wire: agent.wireOf(runtime),
    hostname: runtime.pod.metadata.name,
    listeners: runtime.listeners,
    streams,
    limits: { cpuMilli: container.cpuLimitMilli, memoryBytes: container.memoryLimitBytes },
    findProgram: programsOf(image),
    ended: (exitCode) => {
      console.flush()
      endInstance(run, container, instance(), { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' })
    },
    loaded: () => {
      if (isRunning(container.instance) && container.instance === instance())
        measure(run, container, container.instance)
    },
    changed,
  })
  return table
}

const openFiles = (request: ContainerProcessesRequest, instance: () => Instance, changed: () => void): Files => {
  const { agent, runtime, container, image, resolvConf } = request
  const isReadOnly = container.spec.securityContext?.readOnlyRootFilesystem === true
  const ofImage = imageFiles(image, runtime, resolvConf)
  const { nowMs } = agent.simulation
  const ofGroup = controlGroupFiles({ container, instance, version: agent.cgroups, nowMs })
  const root = createStore({ isReadOnly, given: (path) => ofGroup(path) ?? ofImage(path) })
  container.layer = root
  const mounts: Mount[] = [{ path: '', store: root, isReadOnly, subPath: '' }]
  for (const { name, mountPath, readOnly, subPath, subPathExpr } of container.spec.volumeMounts ?? []) {
    const store = runtime.volumes.get(name)
    if (store === undefined) continue
    const below = subPathExpr?.replaceAll(/\$\(POD_NAME\)/g, runtime.pod.metadata.name) ?? subPath
    mounts.push({
      path: mountPath.replace(/\/$/, ''),
      store,
      isReadOnly: readOnly === true,
      subPath: below === undefined || below === '' ? '' : `/${below}`,
    })
    if (below !== undefined && below !== '') prepareSubPath(store, `/${below}`)
  }
  const trouble = volumeTrouble(runtime.disturbances, container.name)
  return createFiles({ nowMs, mounts, changed, trouble })
}

const prepareSubPath = (store: Store, path: string): void => {
  if (store.given?.(path) === undefined && !store.nodes.has(path))
    store.nodes.set(path, { kind: 'directory', mode: 0o755, mtimeMs: 0 })
}

const BASE_DIRECTORIES: Readonly<Record<string, readonly string[]>> = {
  '/': ['bin', 'dev', 'etc', 'home', 'lib', 'proc', 'root', 'run', 'sys', 'tmp', 'usr', 'var'],
  '/usr': ['bin', 'lib', 'local', 'sbin', 'share'],
  '/var': ['cache', 'lib', 'log', 'run', 'tmp'],
  '/dev': ['null', 'stderr', 'stdin', 'stdout', 'zero'],
}

const imageFiles = (
  image: ImageBehaviour,
  { pod, ip }: PodRuntime,
  resolvConf: string,
): NonNullable<Store['given']> => {
  const { name } = pod.metadata
  const aliases = (pod.spec?.hostAliases ?? []).map((alias) => `${alias.ip}\t${(alias.hostnames ?? []).join('\t')}\n`)
  const hosts = `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n`
  const own = givenFiles({
    '/etc/hostname': `${name}\n`,
    '/etc/hosts': `${hosts}${ip}\t${name}\n${aliases.join('')}`,
    '/etc/resolv.conf': resolvConf,
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
    '/var/run/secrets/kubernetes.io/serviceaccount/namespace': pod.metadata.namespace ?? '',
    ...image.files,
  })
  return (path): Given | undefined => {
    const file = own(path)
    if (file?.kind === 'file') return file
    const entries = [...(file?.entries ?? []), ...(BASE_DIRECTORIES[path] ?? [])]
    if (path === '/bin' || path === '/usr/bin') return { kind: 'directory', entries: image.programs }
    const program = /^\/(?:usr\/)?bin\/([^/]+)$/.exec(path)?.[1]
    if (program !== undefined)
      return image.programs.includes(program) ? { kind: 'file', text: '\u007fELF', mode: 0o755 } : undefined
    const parent = BASE_DIRECTORIES[path.slice(0, path.lastIndexOf('/')) || '/']
    const isBase = parent?.includes(path.slice(path.lastIndexOf('/') + 1)) === true && !path.startsWith('/dev/')
    if (entries.length === 0 && !isBase) return undefined
    return { kind: 'directory', entries: [...new Set(entries)] }
  }
}
