import { parameterVariable, type ParameterValues } from '../domain/skill.ts'

/** What commands of a skill find in their environment. */
export interface CommandEnvironment {
  /** The cluster file's `kube_context`: despite its name the path of a kubeconfig. */
  readonly kubeconfig?: string | undefined
  readonly namespace: string
  /** Exported as `OPS_<NAME>`, in this order; `namespace` among them has no effect. */
  readonly parameters: ParameterValues
}

/** The command as it is sent to the shell: exports first, `KUBECONFIG` only if it is set, then the user's own text. */
export const withEnvironment = (environment: CommandEnvironment, command: string): string => {
  const exports = [
    ...(environment.kubeconfig === undefined ? [] : [['KUBECONFIG', environment.kubeconfig] as const]),
    ['OPS_NAMESPACE', environment.namespace] as const,
    ...Object.entries(environment.parameters)
      .filter(([name]) => name !== 'namespace')
      .map(([name, value]) => [parameterVariable(name), String(value)] as const),
  ]
  return [...exports.map(([name, value]) => `export ${name}=${quote(value)}`), command].join(' && ')
}

/** A value as one word of a POSIX shell, quoted only where the shell would read it otherwise. */
export const quote = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'"'"'`)}'`
