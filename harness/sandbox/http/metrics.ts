/** Counts of requests, as Prometheus reads them. */
export interface Metrics {
  readonly count: (method: string, resource: string, code: number) => void
  /** Adds to the requests that are being answered, watches and followed logs among them. */
  readonly open: () => () => void
  readonly text: () => string
}

export const createMetrics = (): Metrics => {
  const totals = new Map<string, number>()
  let inflight = 0
  return {
    count: (method, resource, code) => {
      const labels = `code="${code}",resource="${resource}",verb="${method}"`
      totals.set(labels, (totals.get(labels) ?? 0) + 1)
    },
    open: () => {
      inflight += 1
      let isOpen = true
      return () => {
        if (isOpen) inflight -= 1
        isOpen = false
      }
    },
    text: () =>
      [
        '# HELP apiserver_current_inflight_requests Requests that are being answered.',
        '# TYPE apiserver_current_inflight_requests gauge',
        `apiserver_current_inflight_requests ${inflight}`,
        '# HELP apiserver_request_total Requests that have been answered, by code, resource and verb.',
        '# TYPE apiserver_request_total counter',
        ...[...totals]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([labels, n]) => `apiserver_request_total{${labels}} ${n}`),
        '',
      ].join('\n'),
  }
}
