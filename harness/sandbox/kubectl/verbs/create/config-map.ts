import { creating } from './creating.ts'
import { DATA_FLAGS, dataFrom } from './data.ts'

export const createConfigMap = creating({
  summary: 'Create a config map from a local file, directory or literal value',
  usage: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: DATA_FLAGS,
  complaint: 'failed to create configmap:',
  build: async (session, name) => {
    const data = await dataFrom(session)
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      ...(Object.keys(data).length === 0 ? {} : { data }),
    }
  },
})
