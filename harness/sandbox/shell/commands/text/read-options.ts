/** Which options a program knows: letters without and with a value, and the letters that its long names stand for. */
export interface OptionTable {
  readonly flags: string
  readonly valued: string
  readonly long?: Readonly<Record<string, string>>
  /** `-5` for `-n5`: the letter that a bare number stands for. */
  readonly number?: string
}

export interface Options {
  readonly flags: ReadonlySet<string>
  /** Values of each option in the order in which they were given. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly operands: readonly string[]
}

/** A command line that the program does not understand. The message has no newline at its end. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Reads options as GNU programs do: letters may stand together, values apart or attached, operands in between.
 * @throws {UsageError}
 */
export const readOptions = (program: string, args: readonly string[], table: OptionTable): Options => {
  const flags = new Set<string>()
  const values = new Map<string, string[]>()
  const operands: string[] = []
  const rest = [...args]
  const complain = (what: string): never => {
    throw new UsageError(`${program}: ${what}\nTry '${program} --help' for more information.`)
  }
  const take = (letter: string, value: string | undefined): void => {
    const given = value ?? rest.shift()
    if (given === undefined) complain(`option requires an argument -- '${letter}'`)
    else values.set(letter, [...(values.get(letter) ?? []), given])
  }
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      operands.push(...rest)
      break
    }
    if (arg.startsWith('--')) {
      const at = arg.indexOf('=')
      const name = arg.slice(2, at < 0 ? undefined : at)
      const letter = table.long?.[name]
      if (letter === undefined) complain(`unrecognized option '--${name}'`)
      else if (table.valued.includes(letter)) take(letter, at < 0 ? undefined : arg.slice(at + 1))
      else flags.add(letter)
    } else if (table.number !== undefined && /^-\d+$/.test(arg)) take(table.number, arg.slice(1))
    else if (arg.startsWith('-') && arg !== '-') {
      for (let at = 1; at < arg.length; at += 1) {
        const letter = arg.charAt(at)
        if (table.valued.includes(letter)) {
          take(letter, arg.slice(at + 1) || undefined)
          break
        }
        if (!table.flags.includes(letter)) complain(`invalid option -- '${letter}'`)
        flags.add(letter)
      }
    } else operands.push(arg)
  }
  return { flags, values, operands }
}

/** The last value of an option. */
export const lastValue = (options: Options, letter: string): string | undefined => options.values.get(letter)?.at(-1)
