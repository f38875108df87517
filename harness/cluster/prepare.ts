import { mustRun } from '../pipeline/must-run.ts'
import type { Shell } from '../ports/shell.ts'
import { tenancyObjects } from './tenancy.ts'

/** One thing that a cluster is to have. */
export interface PreparationStep {
  readonly what: string
  readonly isThere: boolean
  /** Of the thing, as `kubectl apply` takes it: YAML, or JSON. */
  readonly manifest: string
  /** Null for what belongs to the cluster. */
  readonly namespace: string | null
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
  const home = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  const wanted = [
    ...[...tenancyObjects, home].map((object) => ({
      kind: object.kind,
      name: object.metadata.name,
      manifest: JSON.stringify(object),
      at: null,
    })),
    ...documentsOf(app.replaceAll('__RELEASE__', '1')).map((document) => ({ ...document, at: namespace })),
  ]
  return Promise.all(
    wanted.map(async ({ kind, name, manifest, at }): Promise<PreparationStep> => {
      const command = `kubectl ${inNamespace(at)}get ${kind.toLowerCase()} ${name} --ignore-not-found -o name`
      return {
        what: `${kind}/${name}${at === null ? '' : ` in ${at}`}`,
        isThere: (await mustRun(harness, command)).trim() !== '',
        manifest,
        namespace: at,
      }
    }),
  )
}

/** Makes what is missing, and leaves what is there as it is: it may be the user's, or newer. @returns what kubectl said */
export const carryOutPreparation = async (
  harness: Shell,
  plan: readonly PreparationStep[],
): Promise<readonly string[]> => {
  const missing = plan.filter(({ isThere }) => !isThere)
  const said: string[] = []
  // What belongs to the cluster comes first: the namespace is among it.
  for (const at of [null, ...new Set(plan.flatMap(({ namespace }) => namespace ?? []))]) {
    const manifests = missing.filter(({ namespace }) => namespace === at).map(({ manifest }) => `---\n${manifest}\n`)
    if (manifests.length > 0)
      said.push(await mustRun(harness, `kubectl ${inNamespace(at)}apply -f -`, { stdin: manifests.join('') }))
  }
  return said.flatMap((text) => text.trim().split('\n')).filter(Boolean)
}

const inNamespace = (namespace: string | null): string => (namespace === null ? '' : `-n ${namespace} `)

/** The documents of an app's manifests, with `kind:` and `name:` of each. */
const documentsOf = (app: string): readonly { readonly kind: string; readonly name: string; manifest: string }[] =>
  app.split(/^---$/m).flatMap((manifest) => {
    const kind = /^kind: (\w+)/m.exec(manifest)?.[1]
    const name = /^metadata:\s*(?:\{ *)?name: ([\w.-]+)/m.exec(manifest)?.[1]
    return kind === undefined || name === undefined ? [] : [{ kind, name, manifest }]
  })
