/** RFC 3339 with seconds, in UTC, as Kubernetes writes `metav1.Time`. */
export const timestamp = (ms: number): string => `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`

/** RFC 3339 with microseconds, as Kubernetes writes `metav1.MicroTime`. */
export const microTimestamp = (ms: number): string => {
  const micros = Math.floor((ms - Math.floor(ms)) * 1000)
  return `${new Date(Math.floor(ms)).toISOString().slice(0, 23)}${String(micros).padStart(3, '0')}Z`
}
