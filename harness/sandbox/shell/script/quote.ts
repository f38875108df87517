/** One word of a shell line. */
export const quote = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`
