/** `30`, `8m`, `1K` in bytes. */
export const sizeOf = (text: string): number => Number.parseFloat(text) * (SIZE_UNITS[text.at(-1) ?? ''] ?? 1)

const SIZE_UNITS: Readonly<Record<string, number>> = {
  k: 1024,
  K: 1024,
  m: 1024 ** 2,
  M: 1024 ** 2,
  g: 1024 ** 3,
  G: 1024 ** 3,
}
