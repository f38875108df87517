import { creating } from './creating.ts'

export const createPriorityClass = creating({
  summary: 'Create a priority class with the specified name',
  usage: 'NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  flags: {
    description: { type: 'string' },
    'global-default': { type: 'bool' },
    'preemption-policy': { type: 'string', initial: 'PreemptLowerPriority' },
    value: { type: 'int', initial: 0 },
  },
  complaint: 'failed to create priorityclass:',
  build: ({ flags }, name) => {
    const description = flags.text('description')
    return {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value: flags.int('value'),
      ...(flags.bool('global-default') ? { globalDefault: true } : {}),
      ...(description === '' ? {} : { description }),
      preemptionPolicy: flags.text('preemption-policy'),
    }
  },
})
