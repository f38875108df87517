import type { Command } from '../../command.ts'
import { createFromObject } from '../../edit/create-object.ts'
import { failure } from '../../errors.ts'
import { CREATE_FLAGS } from '../../flags/global.ts'
import type { Session } from '../../session.ts'

export interface Creation {
  readonly summary: string
  /** What follows the command words. */
  readonly usage: string
  readonly flags?: Command['flags']
  /** Flags without which the command does not begin. */
  readonly needed?: readonly string[]
  readonly build: (
    session: Session,
    name: string,
  ) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>
  /** What kubectl says before the server's refusal; without it the refusal is printed in the server's words. */
  readonly complaint?: string
}

/** A `kubectl create KIND` that builds one object from flags. */
export const creating = ({ summary, usage, flags = {}, needed = [], build, complaint }: Creation): Command => ({
  summary,
  usage,
  flags: { ...CREATE_FLAGS, ...flags },
  run: async (session) => {
    const missing = needed.filter((flag) => !session.flags.given(flag))
    if (missing.length > 0) {
      throw failure(`required flag(s) ${missing.map((flag) => JSON.stringify(flag)).join(', ')} not set`)
    }
    const name = nameArgument(session)
    await createFromObject(session, await build(session, name), 'kubectl-create', complaint)
  },
})

/** The one NAME that such a command takes. @throws {KubectlError} */
export const nameArgument = ({ flags, command }: Session): string => {
  const [name, ...others] = flags.args
  if (name !== undefined && (others.length === 0 || flags.dashAt >= 0)) return name
  throw failure(`exactly one NAME is required, got ${flags.args.length}\nSee '${command} -h' for help and examples`)
}
