import { InfrastructureError } from '../domain/errors.ts'
import type { Manifest } from '../domain/injection.ts'

/** Why a cluster did not take a Chaos object, in words that say what to do. `kinds`: the kinds of Chaos Mesh that it has. */
export const refusedInjection = (
  { kind }: Pick<Manifest, 'kind'>,
  stderr: string,
  kinds: readonly string[],
): InfrastructureError => {
  const text = stderr.trim().split('\n').at(-1) ?? ''
  const [, webhook] = /admission webhook "[^"]*" denied the request: (.*)/s.exec(stderr) ?? []
  if (webhook?.includes('Cannot update chaos spec') === true)
    return new InfrastructureError(
      `${kind}: an object of this name is there with another spec, and a spec cannot be updated: delete it first`,
    )
  if (webhook !== undefined) return new InfrastructureError(`${kind}: Chaos Mesh refuses it: ${webhook.trim()}`)
  if (/no matches for kind|doesn't have a resource type|could not find the requested resource/.test(stderr)) {
    if (kinds.length === 0)
      return new InfrastructureError(
        `${kind}: Chaos Mesh is not installed on this cluster (there is no kind of chaos-mesh.org); install version 2.6 or later`,
      )
    return new InfrastructureError(
      `${kind}: Chaos Mesh on this cluster is too old: it has ${kinds.join(', ')}; install version 2.6 or later`,
    )
  }
  if (/unknown field/.test(stderr))
    return new InfrastructureError(
      `${kind}: Chaos Mesh on this cluster does not know a field of it, so it is too old or the field is misspelt: ${text}`,
    )
  if (/forbidden/i.test(stderr))
    return new InfrastructureError(`${kind}: the harness's account may not create it (RBAC): ${text}`)
  return new InfrastructureError(`${kind}: was not taken: ${text}`)
}
