import { Duplex } from 'node:stream'

/**
 * The two ends of a connection within this process: what is written to one is read from the other. What is written in one turn of the event
 * loop arrives in one piece, as small packets do that were sent together. Nothing is held back from a reader that is slow.
 */
export const joinedStreams = (): readonly [Duplex, Duplex] => {
  const ends: readonly [Duplex, Duplex] = [end(() => ends[1]), end(() => ends[0])]
  return ends
}

const end = (other: () => Duplex): Duplex => {
  const waiting: Buffer[] = []
  const deliver = (): void => {
    const chunk = Buffer.concat(waiting.splice(0))
    if (chunk.length > 0 && !other().destroyed) other().push(chunk)
  }
  return new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      if (waiting.push(chunk) === 1) setImmediate(deliver)
      done()
    },
    final: (done) => {
      deliver()
      if (!other().destroyed) other().push(null)
      done()
    },
    destroy: (error, done) => {
      // As a socket does whose peer is gone.
      if (!other().destroyed) other().push(null)
      done(error)
    },
  })
}
