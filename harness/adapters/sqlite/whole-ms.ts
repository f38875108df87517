/** Cluster time as it is stored: whole milliseconds; a time that did not happen stays null. */
export const wholeMs = (ms: number | null): number | null => (ms === null ? null : Math.round(ms))
