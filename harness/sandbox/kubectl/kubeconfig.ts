import { failure, KubectlError } from './errors.ts'
import type { Flags } from './flags/types.ts'
import type { ConnectionRequest, KubectlDependencies } from './types.ts'
import type { YamlReader } from './yaml-reader.ts'

/** The parts of a kubeconfig that are used. */
export interface KubeConfig {
  readonly clusters: readonly { readonly name: string; readonly cluster: { readonly server?: string } }[]
  readonly contexts: readonly { readonly name: string; readonly context: ContextEntry }[]
  readonly users: readonly { readonly name: string; readonly user: Readonly<Record<string, unknown>> }[]
  readonly currentContext: string
  /** The file as it was read, for `config view`. */
  readonly document: Readonly<Record<string, unknown>>
}

interface ContextEntry {
  readonly cluster?: string
  readonly user?: string
  readonly namespace?: string
}

/** Reads `--kubeconfig`, $KUBECONFIG or `~/.kube/config`; no file at all is an empty configuration. */
export const readKubeConfig = async (dependencies: KubectlDependencies, flags: Flags): Promise<KubeConfig> => {
  const { environment, files, directory, yaml } = dependencies
  const explicit = flags.text('kubeconfig')
  const documents: Readonly<Record<string, unknown>>[] = []
  for (const path of configPaths(environment, flags)) {
    const text = await files.read(path.startsWith('/') ? path : `${directory}/${path}`)
    if (text === undefined && explicit !== '') throw failure(`stat ${explicit}: no such file or directory`)
    if (text !== undefined) documents.push(parsed(yaml, path, text))
  }
  const list = <T>(key: string): readonly T[] =>
    documents.flatMap((document) => (Array.isArray(document[key]) ? (document[key] as T[]) : []))
  return {
    clusters: list('clusters'),
    contexts: list('contexts'),
    users: list('users'),
    currentContext:
      documents.map((document) => document['current-context']).find((name) => typeof name === 'string') ?? '',
    document: documents[0] ?? {},
  }
}

/** The files that make up the configuration; the first one is written to. */
export const configPaths = (environment: Readonly<Record<string, string>>, flags: Flags): readonly string[] => {
  const explicit = flags.text('kubeconfig')
  if (explicit !== '') return [explicit]
  const paths = (environment['KUBECONFIG'] ?? '').split(':').filter((path) => path !== '')
  return paths.length > 0 ? paths : [`${environment['HOME'] ?? '/root'}/.kube/config`]
}

/** The context that counts. @throws {KubectlError} when a named one does not exist */
export const contextOf = (config: KubeConfig, flags: Flags): ContextEntry => {
  const name = flags.text('context') || config.currentContext
  const found = config.contexts.find((entry) => entry.name === name)?.context
  if (found === undefined && name !== '') {
    throw new KubectlError(`Error in configuration: context was not found for specified context: ${name}`)
  }
  return {
    ...found,
    ...(flags.given('cluster') ? { cluster: flags.text('cluster') } : {}),
    ...(flags.given('user') ? { user: flags.text('user') } : {}),
  }
}

/** Where to connect, and with which credentials. */
export const connectionOf = (config: KubeConfig, context: ContextEntry, flags: Flags): ConnectionRequest => {
  const server = config.clusters.find((entry) => entry.name === context.cluster)?.cluster.server
  const user = config.users.find((entry) => entry.name === context.user)?.user ?? {}
  const text = (key: string): string | undefined => (typeof user[key] === 'string' ? user[key] : undefined)
  const token = flags.text('token') || text('token')
  const clientCertificate = text('client-certificate-data') ?? text('client-certificate')
  const username = flags.text('username') || text('username')
  return {
    server: flags.text('server') || (server ?? 'http://localhost:8080'),
    ...(token ? { token } : {}),
    ...(clientCertificate ? { clientCertificate } : {}),
    ...(username ? { username } : {}),
  }
}

const parsed = (yaml: YamlReader, path: string, text: string): Readonly<Record<string, unknown>> => {
  const document = yaml.value(text)
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw failure(`error loading config file "${path}": cannot be read as a configuration`)
  }
  return document as Readonly<Record<string, unknown>>
}
