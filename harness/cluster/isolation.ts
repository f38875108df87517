import { type CommandOutcome, describeOutcome, stdoutOf, succeeded } from '../domain/command-outcome.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'

/** Why an account does not keep methods from the rights of the harness, and what to do about it. */
export interface IsolationProblem {
  readonly detail: string
  readonly remedy: string
}

export type Isolation =
  | { readonly status: 'restricted'; readonly account: string }
  | { readonly status: 'none'; readonly problem: IsolationProblem }

const LIMIT_MS = 30_000

/**
 * Looks whether the method's account is another one, cannot read the harness's kubeconfig, and has no rights of its own: a name in a file proves
 * none of it, and neither does a command that was not answered.
 */
export const readIsolation = async ({
  harness,
  method,
}: {
  readonly harness: Shell
  readonly method: Shell
}): Promise<Isolation> => {
  const ask = (shell: Shell, command: string) => shell.exec(command, { timeoutMs: LIMIT_MS })
  const none = (detail: string, remedy: string): Isolation => ({ status: 'none', problem: { detail, remedy } })
  const who = await ask(method, 'id -un')
  const account = textOf(who)
  if (!succeeded(who))
    return none(`the account of methods runs no commands: ${describeOutcome(who)}`, 'give it a shell such as /bin/bash')
  if (account === textOf(await ask(harness, 'id -un')))
    return none(
      `method_user is ${account}, the account of the harness itself`,
      'make a second account on the target host (cluster prepare says how), and name that as method_user',
    )
  const path = textOf(await ask(harness, 'echo "${KUBECONFIG:-$HOME/.kube/config}"'))
  const reading = await ask(method, `test -r ${quote(path)}`)
  if (succeeded(reading)) return none(`${account} can read ${path}`, `chmod 600 ${path}, in a folder of mode 700`)
  const power = await ask(method, 'kubectl auth can-i create namespaces')
  if (textOf(power) === 'yes')
    return none(
      `${account} may create namespaces with a kubeconfig of its own`,
      `remove the kubeconfig of ${account}; the harness gives it one for each trial`,
    )
  const unanswered = [reading, power].find(({ status }) => status !== 'exited')
  return unanswered === undefined
    ? { status: 'restricted', account }
    : none(`${account} gave no answer: ${describeOutcome(unanswered)}`, `look why commands of ${account} hang`)
}

const textOf = (outcome: CommandOutcome): string => stdoutOf(outcome).trim()
