import { creating } from './creating.ts'

export const createServiceAccount = creating({
  summary: 'Create a service account with the specified name',
  usage: 'NAME [--dry-run=server|client|none]',
  complaint: 'failed to create serviceaccount:',
  build: (_, name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }),
})
