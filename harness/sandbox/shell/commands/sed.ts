import { failed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'

/** sed, where the interpreter's differs from GNU's: `-i.bak`, `2i\text` on one line, and a substitution without its end. */
export const sed: ShellCommand = {
  name: 'sed',
  run: async ({ args, files, directory, original }) => {
    const suffix = args
      .map((arg) => /^(?:-[nErsz]*i|--in-place=)(.+)$/.exec(arg)?.[1])
      .find((given) => given !== undefined)
    const rest =
      suffix === undefined ? [...args] : args.map((arg) => (/^(?:-[nErsz]*i|--in-place=)./.test(arg) ? '-i' : arg))
    const scripts = scriptsAt(rest)
    for (const [number, at] of scripts.entries()) {
      const script = rest[at] ?? ''
      if (isUnended(script)) {
        const what = `-e expression #${number + 1}, char ${script.length}: unterminated \`s' command`
        return failed(`sed: ${what}\n`)
      }
      rest[at] = script.replace(/^((?:\d+|\$|\/[^/]*\/)?\s*[aic])\\(?=[^\n])/, '$1 ')
    }
    if (suffix !== undefined)
      for (const [at, arg] of rest.entries()) {
        const path = files.resolvePath(directory, arg)
        const isFile = !arg.startsWith('-') && !scripts.includes(at) && (await files.exists(path))
        if (isFile) await files.cp(path, suffix.includes('*') ? suffix.replaceAll('*', path) : `${path}${suffix}`)
      }
    return original(rest)
  },
}

/** Places of the scripts: the words after `-e`, or else the first one that is no option. */
const scriptsAt = (args: readonly string[]): readonly number[] => {
  const given = args.flatMap((arg, at) => (/^(?:-[nErsiz]*e|--expression)$/.test(arg) ? [at + 1] : []))
  if (given.length > 0 || args.some((arg) => /^(?:-[nErsiz]*f|--file)/.test(arg))) return given
  const first = args.findIndex((arg) => !arg.startsWith('-'))
  return first < 0 ? [] : [first]
}

/** Whether the script is one `s` with fewer than its three delimiters. */
const isUnended = (script: string): boolean => {
  const delimiter = /^s([^\w\s\\])/.exec(script)?.[1]
  if (delimiter === undefined || script.includes('\n')) return false
  return (
    script
      .replaceAll(/\\./g, '')
      .replaceAll(/\[[^\]]*\]/g, '')
      .split(delimiter).length < 4
  )
}
