import { parseQuantity } from '../../../api/quantity.ts'
import { failure } from '../../errors.ts'
import { creating } from './creating.ts'

export const createQuota = creating({
  summary: 'Create a quota with the specified name',
  usage: 'NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  flags: { hard: { type: 'string' }, scopes: { type: 'string' } },
  complaint: 'failed to create quota:',
  build: ({ flags }, name) => {
    const scopes = flags
      .text('scopes')
      .split(',')
      .filter((scope) => scope !== '')
    const hard = hardOf(flags.text('hard'))
    return {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name },
      spec: {
        ...(Object.keys(hard).length === 0 ? {} : { hard }),
        ...(scopes.length === 0 ? {} : { scopes }),
      },
    }
  },
})

const hardOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(',')
      .filter((part) => part !== '')
      .map((part) => {
        const [key = '', value, ...others] = part.split('=')
        if (value === undefined || others.length > 0) {
          throw failure(`Invalid argument syntax ${part}, expected <resource>=<value>`)
        }
        if (parseQuantity(value) === undefined) {
          throw failure("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
        }
        return [key, value]
      }),
  )
