/** The last of the beats that go on from `since` (RFC 3339) every `periodMs`, with milliseconds. */
export const lastBeat = (since: string, periodMs: number, nowMs: number): string => {
  const sinceMs = Date.parse(since)
  const beats = Math.max(0, Math.floor((nowMs - sinceMs) / periodMs))
  return new Date(sinceMs + beats * periodMs).toISOString()
}
