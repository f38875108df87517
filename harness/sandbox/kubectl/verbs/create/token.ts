import { resources } from '../../../api/resources.ts'
import { ApiError } from '../../../api/types/api-error.ts'
import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import { PRINT_FLAGS } from '../../flags/global.ts'
import { toJson } from '../../format/json.ts'
import { toYaml } from '../../format/yaml.ts'
import { nameArgument } from './creating.ts'

/** `kubectl create token`: a token for a ServiceAccount. */
export const createToken: Command = {
  summary: 'Request a service account token',
  usage: 'SERVICE_ACCOUNT_NAME',
  flags: {
    ...PRINT_FLAGS,
    audience: { type: 'array' },
    'bound-object-kind': { type: 'string' },
    'bound-object-name': { type: 'string' },
    'bound-object-uid': { type: 'string' },
    duration: { type: 'duration', initial: '0s' },
  },
  run: async (session) => {
    const { flags, namespace } = session
    const name = nameArgument(session)
    const durationMs = flags.durationMs('duration')
    if (durationMs < 0) throw failure('--duration must be greater than or equal to 0')
    if (durationMs % 1000 !== 0) throw failure('--duration cannot be expressed in units less than seconds')
    if (flags.given('bound-object-kind')) {
      throw failure('--bound-object-kind is not available in this kubectl; ask for an unbound token')
    }
    const audiences = flags.list('audience')
    try {
      const answer = await session.request((client) =>
        client.createToken(
          { resource: resources.serviceAccounts, namespace, name },
          {
            ...(audiences.length === 0 ? {} : { audiences }),
            ...(durationMs === 0 ? {} : { expirationSeconds: durationMs / 1000 }),
          },
        ),
      )
      switch (flags.text('output')) {
        case '':
          session.out(`${answer.status.token}\n`)
          return
        case 'json':
          session.out(`${toJson(answer, 4)}\n`)
          return
        case 'yaml':
          session.out(toYaml(answer))
          return
        default:
          throw failure(
            `unable to match a printer suitable for the output format "${flags.text('output')}", allowed formats are: json,yaml`,
          )
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      throw failure(`failed to create token: ${error.message}`)
    }
  },
}
