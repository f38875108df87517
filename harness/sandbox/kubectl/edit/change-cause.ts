import type { JsonObject } from '../../api/merge/json.ts'
import type { Session } from '../session.ts'

/** Writes the command into an object, or a merge patch of one, when `--record` asks for it: `rollout history` shows it. */
export const withChangeCause = (session: Pick<Session, 'command' | 'flags'>, object: JsonObject): JsonObject => {
  const cause = causeOf(session)
  if (cause === undefined) return object
  const metadata = (object['metadata'] ?? {}) as JsonObject
  const annotations = { ...(metadata['annotations'] as JsonObject | undefined), 'kubernetes.io/change-cause': cause }
  return { ...object, metadata: { ...metadata, annotations } }
}

const causeOf = ({ command, flags }: Pick<Session, 'command' | 'flags'>): string | undefined =>
  flags.typed.includes('--record=true') ? [command, ...flags.args, ...flags.typed].join(' ') : undefined
