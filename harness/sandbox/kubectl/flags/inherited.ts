import type { Flags, FlagSpecs } from './types.ts'

/** The global flags of a command line. One that the command has itself, such as `create clusterrolebinding --user`, is not among them. */
export const inheritedFlags = (flags: Flags, own: FlagSpecs): Flags => {
  const isOwn = (name: string): boolean => Object.hasOwn(own, name)
  return {
    ...flags,
    text: (name) => (isOwn(name) ? '' : flags.text(name)),
    list: (name) => (isOwn(name) ? [] : flags.list(name)),
    given: (name) => !isOwn(name) && flags.given(name),
  }
}
