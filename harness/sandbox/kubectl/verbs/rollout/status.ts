import type { AnyObject } from '../../../api/types/object.ts'
import type { WatchEvent } from '../../../api/types/request.ts'
import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import type { Session } from '../../session.ts'
import { rolloutState, type RolloutState } from './rollout-state.ts'
import { ROLLOUT_FLAGS, rolloutTargets, type Target } from './target.ts'

export const rolloutStatus: Command = {
  summary: 'Show the status of the rollout',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  flags: {
    ...ROLLOUT_FLAGS,
    revision: { type: 'int' },
    timeout: { type: 'duration', initial: '0s' },
    watch: { type: 'bool', short: 'w', initial: true },
  },
  run: async (session) => {
    for (const target of await rolloutTargets(session)) await follow(session, target)
  },
}

const follow = async (session: Session, target: Target): Promise<void> => {
  const { flow, flags } = session
  const { definition, object } = target
  const { name, namespace } = object.metadata
  const timeoutMs = flags.durationMs('timeout')
  const untilMs = timeoutMs > 0 ? flow.nowMs() + timeoutMs : Number.POSITIVE_INFINITY
  const queue: WatchEvent<AnyObject>[] = []
  const client = session.connect().client()
  const { group, plural } = definition
  const mayFollow =
    client.canI({ verb: 'list', group, resource: plural, namespace }) &&
    client.canI({ verb: 'watch', group, resource: plural, namespace })
  if (!mayFollow) {
    // kubectl's watch tries again and again until the time is up.
    await flow.sleep(untilMs - flow.nowMs())
    throw failure('timed out waiting for the condition')
  }
  const stop = client.watch({ resource: definition, namespace }, { fieldSelector: `metadata.name=${name}` }, (event) =>
    queue.push(event),
  )
  try {
    for (;;) {
      const isTold = await flow.waitUntil(() => queue.length > 0, untilMs - flow.nowMs())
      if (!isTold) throw failure('timed out waiting for the condition')
      for (const event of queue.splice(0)) {
        if (event.type === 'DELETED') throw failure('object has been deleted')
        const state = stateOf(session, definition.kind, event.object)
        session.out(`${state.message}\n`)
        if (state.isDone || !flags.bool('watch')) return
      }
    }
  } finally {
    stop()
  }
}

const stateOf = (session: Session, kind: string, object: AnyObject): RolloutState => {
  const revision = session.flags.int('revision')
  const own = Number(object.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? '0')
  if (revision > 0 && kind === 'Deployment' && own !== revision) {
    throw failure(`desired revision (${revision}) is different from the running revision (${own})`)
  }
  return rolloutState(kind, object)
}
