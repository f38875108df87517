import { stdoutOf, succeeded } from '../domain/command-outcome.ts'
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

/** Looks whether the method's account is another one, cannot read the harness's kubeconfig, and has no rights of its own: a name in a file proves none of it. */
export const readIsolation = async ({
  harness,
  method,
}: {
  readonly harness: Shell
  readonly method: Shell
}): Promise<Isolation> => {
  const ask = async (shell: Shell, command: string): Promise<string> =>
    stdoutOf(await shell.exec(command, { timeoutMs: LIMIT_MS })).trim()
  const none = (detail: string, remedy: string): Isolation => ({ status: 'none', problem: { detail, remedy } })
  const [own, account] = [await ask(harness, 'id -un'), await ask(method, 'id -un')]
  if (account === own)
    return none(
      `method_user is ${account}, the account of the harness itself`,
      'make a second account on the target host (cluster prepare says how), and name that as method_user',
    )
  const path = await ask(harness, 'echo "${KUBECONFIG:-$HOME/.kube/config}"')
  if (succeeded(await method.exec(`test -r ${quote(path)}`, { timeoutMs: LIMIT_MS })))
    return none(`${account} can read ${path}`, `chmod 600 ${path}, in a folder of mode 700`)
  if ((await ask(method, 'kubectl auth can-i create namespaces')) === 'yes')
    return none(
      `${account} may create namespaces with a kubeconfig of its own`,
      `remove the kubeconfig of ${account}; the harness gives it one for each trial`,
    )
  return { status: 'restricted', account }
}
