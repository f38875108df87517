export interface ScheduledEvent {
  readonly atMs: number
  readonly sequence: number
  /** Emptied when the event is withdrawn or has run. */
  run: (() => void) | undefined
}

/**
 * A binary heap of events, ordered by (time, sequence). Withdrawn events stay until they surface, or until they outnumber the others:
 * timeouts far ahead are scheduled and withdrawn all the time.
 */
export interface EventQueue {
  readonly push: (event: ScheduledEvent) => void
  /** Takes an event out that has not run; nothing happens when it has. */
  readonly withdraw: (event: ScheduledEvent) => void
  /** The next event that was not withdrawn; it stays in the queue. */
  readonly peek: () => ScheduledEvent | undefined
  readonly pop: () => ScheduledEvent | undefined
  /** Events that were not withdrawn. */
  readonly size: () => number
}

export const createEventQueue = (): EventQueue => {
  let heap: ScheduledEvent[] = []
  let withdrawn = 0

  const removeFirst = (): ScheduledEvent | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    heap[0] = last
    sink(heap)
    return first
  }

  const peek = (): ScheduledEvent | undefined => {
    while (heap.length > 0 && heap[0]?.run === undefined) {
      removeFirst()
      withdrawn -= 1
    }
    return heap[0]
  }

  return {
    push: (event) => {
      heap.push(event)
      rise(heap)
    },
    withdraw: (event) => {
      if (event.run === undefined) return
      event.run = undefined
      withdrawn += 1
      if (withdrawn <= COMPACTION_FLOOR || withdrawn * 2 <= heap.length) return
      // A sorted array is a heap.
      heap = heap.filter((other) => other.run !== undefined).sort((a, b) => (before(a, b) ? -1 : 1))
      withdrawn = 0
    },
    peek,
    pop: () => (peek() === undefined ? undefined : removeFirst()),
    size: () => heap.length - withdrawn,
  }
}

/** Below this many withdrawn events, tidying up costs more than it saves. */
const COMPACTION_FLOOR = 256

const before = (a: ScheduledEvent, b: ScheduledEvent): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence)

const rise = (heap: ScheduledEvent[]): void => {
  let index = heap.length - 1
  const event = heap[index]!
  while (index > 0) {
    const parentIndex = (index - 1) >> 1
    const parent = heap[parentIndex]!
    if (!before(event, parent)) break
    heap[index] = parent
    index = parentIndex
  }
  heap[index] = event
}

const sink = (heap: ScheduledEvent[]): void => {
  const event = heap[0]!
  let index = 0
  for (;;) {
    const left = 2 * index + 1
    if (left >= heap.length) break
    const right = left + 1
    const smaller = right < heap.length && before(heap[right]!, heap[left]!) ? right : left
    if (!before(heap[smaller]!, event)) break
    heap[index] = heap[smaller]!
    index = smaller
  }
  heap[index] = event
}
