/** Characters of the classes of POSIX (`[:alpha:]`), as they stand inside brackets of a JavaScript expression. */
export const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: String.raw` \t\n\r\f\v`,
  blank: String.raw` \t`,
  punct: String.raw`!-\/:-@\[-\`{-~`,
  print: ' -~',
  graph: '!-~',
  cntrl: String.raw`\x00-\x1f\x7f`,
  xdigit: '0-9A-Fa-f',
}
