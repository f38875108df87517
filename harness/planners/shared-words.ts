/** Words that two texts share, by their stem (the first six letters), without the words that any text has. Sorted. */
export const sharedWords = (left: string, right: string): readonly string[] => {
  const known = new Set(stems(right))
  return [...new Set(stems(left))].filter((stem) => known.has(stem)).toSorted()
}

const stems = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[a-z]{4,}/g) ?? []).filter((word) => !COMMON.has(word)).map((word) => word.slice(0, 6))

const COMMON = new Set(
  (
    'after again also been bring comes does done each from have health into itself keep kept like make more most name namespace object ' +
    'opsskill other over show some such that them then there they this through until what when where whether which while will with your'
  ).split(' '),
)
