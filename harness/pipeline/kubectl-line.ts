import { quote } from '../runner/with-environment.ts'

/** A kubectl as the shell reads it, in a namespace unless its own arguments name one. */
export const kubectlLine = (namespace: string, args: readonly string[]): string => {
  const isPlaced = args.some((arg) => /^(?:-n|--namespace(?:=.*)?|-A|--all-namespaces)$/.test(arg))
  return ['kubectl', ...(isPlaced ? [] : ['-n', namespace]), ...args].map(quote).join(' ')
}
