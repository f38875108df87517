/** A record with unknown fields, as strategies handle objects whose fields the schema has already checked. */
export type Fields = Readonly<Record<string, unknown>>

/** Adds the fields that are absent. Returns the same object when none is, so that unchanged parts stay shared. */
export const withDefaults = <T extends object>(object: T, defaults: Fields): T => {
  const known = object as Fields
  const missing = Object.entries(defaults).filter(([key]) => known[key] === undefined)
  return missing.length === 0 ? object : { ...object, ...Object.fromEntries(missing) }
}

/** Changes one field when it is there and the change makes a difference. */
export const withChanged = <T extends object>(object: T, key: string, change: (value: Fields) => object): T => {
  const value = (object as Fields)[key]
  if (value === undefined || value === null) return object
  const changed = change(value as Fields)
  return changed === value ? object : { ...object, [key]: changed }
}

/** Changes every item of a list field; the same list when no item changes. */
export const withItems = <T extends object>(object: T, key: string, change: (item: Fields) => object): T => {
  const list = (object as Fields)[key]
  if (!Array.isArray(list)) return object
  const changed = list.map((item) => change(item as Fields))
  return changed.every((item, index) => item === list[index]) ? object : { ...object, [key]: changed }
}
