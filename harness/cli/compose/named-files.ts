/** Tells files that somebody named from names of what lies in this package. */
export const splitNames = (
  names: readonly string[],
): { readonly files: readonly string[]; readonly known: readonly string[] } => {
  const isFile = (name: string): boolean => /\.(?:ya?ml|json)$/.test(name)
  return { files: [...new Set(names.filter(isFile))], known: names.filter((name) => !isFile(name)) }
}
