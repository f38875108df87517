/** The user's own command in a saved one: without the connection and the exports that a runner puts in front of it. */
export const bareCommand = (command: string): string => {
  const exports = [...command.matchAll(EXPORT)]
  const last = exports.at(-1)
  return last === undefined ? command : command.slice(last.index + last[0].length)
}

/** The namespace that the runner handed to a saved command; null when it handed none. */
export const exportedNamespace = (command: string): string | null =>
  /\bexport OPS_NAMESPACE='?([^\s'&]+)/.exec(command)?.[1] ?? null

const EXPORT = /\bexport (?:KUBECONFIG|OPS_[A-Z0-9_]+)=(?:'[^']*'|"[^"]*"|[^\s&])* && /g
