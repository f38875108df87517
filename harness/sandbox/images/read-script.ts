/** A simple command of a shell line, and how it hangs on the one before. */
export interface ScriptCommand {
  readonly argv: readonly string[]
  readonly joint: ';' | '&&' | '||'
}

/**
 * Reads the shell lines that manifests use for small processes: simple commands, `;`, `&&`, `||`, and one endless loop at the end
 * (`while true; do …; done`). Expansions, pipes and conditions are left as they stand; a container shell that runs scripts in full
 * replaces this reader.
 */
export const readScript = (
  script: string,
): { readonly commands: readonly ScriptCommand[]; readonly loop: readonly ScriptCommand[] | undefined } => {
  const match = /(?:^|[;&\n]\s*)(?:while\s+(?:true|:|sleep\s+[\d.]+)|until\s+false)\s*;?\s*do\b([\s\S]*?)\bdone\b/.exec(
    script,
  )
  if (match === null) return { commands: readCommands(script), loop: undefined }
  const sleeping = /while\s+(sleep\s+[\d.]+)/.exec(match[0])?.[1]
  const body = sleeping === undefined ? (match[1] ?? '') : `${sleeping}; ${match[1] ?? ''}`
  return { commands: readCommands(script.slice(0, match.index)), loop: readCommands(body) }
}

const readCommands = (text: string): ScriptCommand[] => {
  const commands: ScriptCommand[] = []
  let joint: ScriptCommand['joint'] = ';'
  let words: string[] = []
  const end = (next: ScriptCommand['joint']): void => {
    const argv = words.filter((word, index) => !isRedirection(word) && !isRedirection(words[index - 1] ?? '', true))
    if (argv.length > 0) commands.push({ argv, joint })
    words = []
    joint = next
  }
  for (const token of text.match(/'[^']*'|"(?:\\.|[^"])*"|&&|\|\||[;\n&]|[^\s;&|]+/g) ?? []) {
    if (token === '&&' || token === '||') end(token)
    else if (token === ';' || token === '\n' || token === '&') end(';')
    else words.push(unquote(token))
  }
  end(';')
  return commands
}

const isRedirection = (word: string, alone = false): boolean =>
  alone ? /^\d?>>?$|^<$/.test(word) : /^\d?>{1,2}(?:&\d|\S*)$|^<$/.test(word)

const unquote = (token: string): string =>
  /^'.*'$/s.test(token) || /^".*"$/s.test(token) ? token.slice(1, -1).replace(/\\(["\\$`])/g, '$1') : token
