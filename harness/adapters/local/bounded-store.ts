import type { Options } from 'zx'

/** Where zx puts what a command prints; only the first bytes are kept. */
export interface BoundedStore {
  readonly store: NonNullable<Options['store']>
  readonly texts: () => { readonly stdout: string; readonly stderr: string }
  readonly isCut: () => boolean
}

export const createBoundedStore = (limitBytes: number): BoundedStore => {
  const stdout = createSink(limitBytes)
  const stderr = createSink(limitBytes)
  return {
    store: { stdout: stdout.chunks, stderr: stderr.chunks, stdall: createSink(0).chunks },
    texts: () => ({ stdout: stdout.text(), stderr: stderr.text() }),
    isCut: () => stdout.isCut() || stderr.isCut(),
  }
}

const createSink = (limitBytes: number) => {
  const kept: Buffer[] = []
  let bytes = 0
  // To zx it is an array that it pushes to; it stays empty.
  const chunks: (string | Buffer)[] = []
  chunks.push = (...added) => {
    for (const chunk of added) {
      const room = limitBytes - bytes
      const data = Buffer.from(chunk)
      if (room > 0) kept.push(data.subarray(0, room))
      bytes += data.length
    }
    return 0
  }
  return { chunks, text: () => Buffer.concat(kept).toString('utf8'), isCut: () => bytes > limitBytes }
}
