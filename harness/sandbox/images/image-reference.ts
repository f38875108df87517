import { createHash } from 'node:crypto'
import { IMAGES } from './catalogue.ts'
import type { ImageBehaviour } from './types.ts'

/** An image name, read as containerd reads it. */
export interface ImageReference {
  /** Such as `docker.io/library/nginx:1.27-alpine`. */
  readonly canonical: string
  readonly host: string
  readonly repository: string
  readonly tag: string
}

export const readImageReference = (text: string): ImageReference => {
  const slash = text.indexOf('/')
  const first = slash < 0 ? '' : text.slice(0, slash)
  const hasHost = first.includes('.') || first.includes(':') || first === 'localhost'
  const host = hasHost ? first : 'docker.io'
  const path = hasHost ? text.slice(slash + 1) : text
  const colon = path.lastIndexOf(':')
  const repository = colon < 0 ? path : path.slice(0, colon)
  const tag = colon < 0 ? 'latest' : path.slice(colon + 1)
  const full = host === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository
  return { canonical: `${host}/${full}:${tag}`, host, repository, tag }
}

/** The behaviour of an image (a stand-in is taken instead of the catalogue's image of that repository), or what containerd says when it cannot be pulled. */
export const findImage = (
  text: string,
  standIns: readonly ImageBehaviour[] = [],
): { readonly image: ImageBehaviour } | { readonly code: 'NotFound' | 'Unknown'; readonly refusal: string } => {
  const reference = readImageReference(text)
  const isKnownHost = KNOWN_HOSTS.includes(reference.host)
  const image = isKnownHost
    ? [...standIns, ...IMAGES].find(({ repository }) => repository === reference.repository)
    : undefined
  if (image?.tags.test(reference.tag) === true) return { image }
  const failed = `failed to pull and unpack image "${reference.canonical}": failed to resolve`
  if (image !== undefined) {
    return { code: 'NotFound', refusal: `${failed} image: ${reference.canonical}: not found` }
  }
  const cause = isKnownHost
    ? 'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'
    : `failed to do request: Head "https://${reference.host}/v2/${reference.repository}/manifests/${reference.tag}": dial tcp: lookup ${reference.host}: no such host`
  return { code: 'Unknown', refusal: `${failed} image: ${cause}` }
}

/** `imageID` of a pulled image: a digest that depends on the name alone. */
export const imageId = (text: string): string => {
  const { canonical } = readImageReference(text)
  const digest = createHash('sha256').update(canonical).digest('hex')
  return `${canonical.slice(0, canonical.lastIndexOf(':'))}@sha256:${digest}`
}

const KNOWN_HOSTS = ['docker.io', 'registry.k8s.io', 'ghcr.io', 'quay.io', 'gcr.io', 'registry.shop.example']
