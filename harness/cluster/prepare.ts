import { mustRun } from '../pipeline/must-run.ts'
import type { Shell } from '../ports/shell.ts'
import { asStream, tenancyObjects } from './tenancy.ts'

/** One thing that a cluster is to have. */
export interface PreparationStep {
  readonly what: string
  readonly isThere: boolean
}

export interface PreparationOptions {
  /** Of the cluster file, where skills run. */
  readonly namespace: string
  /** Manifests of the app for that namespace. */
  readonly app: string
}

/** What would be made; nothing is changed. */
export const planPreparation = async (
  harness: Shell,
  { namespace, app }: PreparationOptions,
): Promise<readonly PreparationStep[]> => {
  const wanted = [
    ...tenancyObjects.map(({ kind, metadata }) => [kind, metadata.name, null] as const),
    ['Namespace', namespace, null] as const,
    ...namesIn(app).map(([kind, name]) => [kind, name, namespace] as const),
  ]
  return Promise.all(
    wanted.map(async ([kind, name, at]): Promise<PreparationStep> => {
      const where = at === null ? '' : `-n ${at} `
      const command = `kubectl ${where}get ${kind.toLowerCase()} ${name} --ignore-not-found -o name`
      return {
        what: `${kind}/${name}${at === null ? '' : ` in ${at}`}`,
        isThere: (await mustRun(harness, command)).trim() !== '',
      }
    }),
  )
}

/** Makes what is missing; what is there is brought to what it should be. @returns what kubectl said */
export const carryOutPreparation = async (
  harness: Shell,
  { namespace, app }: PreparationOptions,
): Promise<readonly string[]> => {
  const home = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  const said = [
    await mustRun(harness, 'kubectl apply -f -', { stdin: asStream([...tenancyObjects, home]) }),
    await mustRun(harness, `kubectl -n ${namespace} apply -f -`, { stdin: app.replaceAll('__RELEASE__', '1') }),
  ]
  return said.flatMap((text) => text.trim().split('\n')).filter(Boolean)
}

/** `kind:` and `name:` of each document of an app's manifests. */
const namesIn = (app: string): readonly (readonly [kind: string, name: string])[] =>
  app.split(/^---$/m).flatMap((document) => {
    const kind = /^kind: (\w+)/m.exec(document)?.[1]
    const name = /^metadata:\s*(?:\{ *)?name: ([\w.-]+)/m.exec(document)?.[1]
    return kind === undefined || name === undefined ? [] : [[kind, name] as const]
  })
