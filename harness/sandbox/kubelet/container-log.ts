import type { Instance, LogLine } from './instance.ts'

/** Everything that a run of a container has written until `nowMs` (or its end), oldest first. */
export const logLines = (instance: Instance, nowMs: number): LogLine[] => {
  const { plan, startedAtMs, exit, written } = instance
  if (plan === undefined) return []
  const untilMs = Math.min(nowMs, exit?.atMs ?? nowMs)
  const planned = plan.lines.map(({ atMs, text }) => ({ atMs: startedAtMs + atMs, text }))
  const lines = [...planned, ...looped(instance, untilMs), ...written].filter(({ atMs }) => atMs <= untilMs)
  return lines
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, text }) => ({ atMs, text: text.replace('{date}', serverDate(atMs)) }))
}

/** Lines of an endless loop, those of the last rounds only: the runtime rotates its files, too. */
const looped = ({ plan, startedAtMs }: Instance, untilMs: number): LogLine[] => {
  const loop = plan?.loop
  if (loop === undefined) return []
  const rounds = Math.floor((untilMs - startedAtMs - loop.startMs) / loop.periodMs) + 1
  const lines: LogLine[] = []
  for (let round = Math.max(0, rounds - KEPT_ROUNDS); round < rounds; round += 1) {
    for (const { atMs, text } of loop.lines)
      lines.push({ atMs: startedAtMs + loop.startMs + round * loop.periodMs + atMs, text })
  }
  return lines
}

const KEPT_ROUNDS = 2000

const serverDate = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace(/-/g, '/').replace('T', ' ')
