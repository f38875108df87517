/** Whether a text is what a pattern of Chaos Mesh means: `*` stands for any characters, `?` for one. */
export const matchesGlob = (glob: string, text: string): boolean =>
  new RegExp(
    `^${glob
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text)
