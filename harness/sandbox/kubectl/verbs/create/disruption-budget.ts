import { failure } from '../../errors.ts'
import { creating } from './creating.ts'

export const createDisruptionBudget = creating({
  summary: 'Create a pod disruption budget with the specified name',
  usage: 'NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  flags: { 'max-unavailable': { type: 'string' }, 'min-available': { type: 'string' }, selector: { type: 'string' } },
  complaint: 'failed to create poddisruptionbudgets:',
  build: ({ flags }, name) => {
    const [selector, min, max] = [flags.text('selector'), flags.text('min-available'), flags.text('max-unavailable')]
    if (selector === '') throw failure('a selector must be specified')
    if (min === '' && max === '') throw failure('one of min-available or max-unavailable must be specified')
    if (min !== '' && max !== '') throw failure('min-available and max-unavailable cannot be both specified')
    const matchLabels = Object.fromEntries(
      selector.split(',').map((pair) => {
        const [key = '', value] = pair.split(/==?/)
        if (value === undefined)
          throw failure(`couldn't parse the selector string "${selector}": unexpected expression`)
        return [key, value]
      }),
    )
    return {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: {
        ...(min === '' ? {} : { minAvailable: amount(min) }),
        ...(max === '' ? {} : { maxUnavailable: amount(max) }),
        selector: { matchLabels },
      },
    }
  },
})

const amount = (text: string): number | string => (/^\d+$/.test(text) ? Number(text) : text)
