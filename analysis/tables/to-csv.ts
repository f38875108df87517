/** Comma-separated values as RFC 4180 has them, with LF line ends. */
export const toCsv = (lines: readonly (readonly string[])[]): string =>
  lines.map((line) => `${line.map(toField).join(',')}\n`).join('')

const toField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
