/** Flags and operands of a command line, as getopt_long sorts them. */
export interface ReadFlags {
  /** By short name, or by long name where there is no short one. The last one wins; a flag without a value is ''. */
  readonly flags: ReadonlyMap<string, string>
  readonly operands: readonly string[]
  /** All values of each flag, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>
}

export interface FlagTable {
  /** Long names, each with its short name; a name maps to itself where it has none. */
  readonly long: Readonly<Record<string, string>>
  readonly withValue: ReadonlySet<string>
  readonly known: ReadonlySet<string>
}

/** @returns the first unknown flag instead, as it was written */
export const readFlags = (args: readonly string[], table: FlagTable): ReadFlags | { readonly unknown: string } => {
  const flags = new Map<string, string>()
  const values = new Map<string, string[]>()
  const set = (name: string, value: string): void => {
    flags.set(name, value)
    values.set(name, [...(values.get(name) ?? []), value])
  }
  const operands: string[] = []
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') operands.push(...rest.splice(0))
    else if (arg.startsWith('--')) {
      const at = arg.indexOf('=')
      const name = table.long[at < 0 ? arg.slice(2) : arg.slice(2, at)]
      if (name === undefined) return { unknown: arg }
      set(name, table.withValue.has(name) ? (at < 0 ? (rest.shift() ?? '') : arg.slice(at + 1)) : '')
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let at = 1; at < arg.length; at += 1) {
        const name = arg.charAt(at)
        if (!table.known.has(name)) return { unknown: `-${name}` }
        if (!table.withValue.has(name)) {
          set(name, '')
          continue
        }
        set(name, arg.slice(at + 1) || (rest.shift() ?? ''))
        break
      }
    } else operands.push(arg)
  }
  return { flags, operands, values }
}
