import { loadDocument, type LoadedFile } from '../../adapters/yaml/load-document.ts'
import { linter } from './documents.ts'
import { lintFaultFully } from './lint-fault-fully.ts'

/**
 * Reads a file of any kind to say all that is wrong with it: faults are also held to what their schema cannot say.
 * @param apps the apps that there are; absent: not looked at
 */
export const readStrictly = (file: string, apps?: readonly string[]): Promise<LoadedFile> =>
  loadDocument(
    {
      ...linter,
      lintFault: (fault) => [
        ...lintFaultFully(fault),
        ...(apps === undefined || apps.includes(fault.app)
          ? []
          : [{ path: ['app'], expected: `one of ${apps.join(', ')}`, found: fault.app, remedy: '' }]),
      ],
    },
    file,
  )
