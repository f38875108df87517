/** Output of a command, kept up to a limit. */
export interface BoundedOutput {
  readonly add: (chunk: Buffer) => void
  /** As text; bytes that are no UTF-8 become U+FFFD. */
  readonly text: () => string
  readonly isCut: () => boolean
}

export const createBoundedOutput = (limitBytes: number): BoundedOutput => {
  const chunks: Buffer[] = []
  let bytes = 0
  return {
    add: (chunk) => {
      const room = limitBytes - bytes
      if (room > 0) chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
      bytes += chunk.length
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
    isCut: () => bytes > limitBytes,
  }
}
