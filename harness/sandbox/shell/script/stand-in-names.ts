/** Commands that stand in for what bash would ask the machine's own clock, chance or terminal. They are not meant to be typed. */
export const STAND_INS = {
  chance: '__chance',
  clock: '__clock',
  stopwatch: '__stopwatch',
  trap: '__trap',
  live: '__live',
} as const
