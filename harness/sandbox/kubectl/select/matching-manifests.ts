import { parseLabelSelector, SelectorSyntaxError } from '../../api/selectors/label-selector.ts'
import { failure } from '../errors.ts'
import type { Session } from '../session.ts'
import { readManifests, type Manifest } from './manifests.ts'

/** The documents of `-f` whose labels match `-l`. @throws {KubectlError} without files, or for a selector that is none */
export const matchingManifests = async (session: Session): Promise<readonly Manifest[]> => {
  const { flags } = session
  if (flags.text('kustomize') !== '') {
    throw failure('-k is not available on this host, there is no kustomize here: give files with -f')
  }
  if (flags.list('filename').length === 0) throw failure('must specify one of -f and -k')
  const manifests = await readManifests(session)
  const selector = flags.text('selector')
  if (selector === '') return manifests
  try {
    const matches = parseLabelSelector(selector)
    return manifests.filter(({ document }) => matches((document['metadata'] as Labelled | undefined)?.labels))
  } catch (error) {
    throw error instanceof SelectorSyntaxError ? failure(error.message) : error
  }
}

interface Labelled {
  readonly labels?: Readonly<Record<string, string>>
}
