import type { Instance, LogLine } from './instance.ts'

/** Everything that a run of a container has written until `nowMs` (or its end), oldest first. */
export const logLines = ({ exit, written }: Instance, nowMs: number): LogLine[] => {
  const untilMs = Math.min(nowMs, exit?.atMs ?? nowMs)
  return written.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)
}
