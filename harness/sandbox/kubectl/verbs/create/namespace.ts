import { creating } from './creating.ts'

export const createNamespace = creating({
  summary: 'Create a namespace with the specified name',
  usage: 'NAME [--dry-run=server|client|none]',
  build: (_, name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
})
