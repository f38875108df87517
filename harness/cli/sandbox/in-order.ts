/** Runs what it is given one after the other, in the order of the calls. */
export type InOrder = <T>(task: () => Promise<T>) => Promise<T>

export const createInOrder = (): InOrder => {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const next = last.then(task)
    // A failure is its own caller's business; the next one starts all the same.
    last = next.catch(() => {})
    return next
  }
}
