import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { joinedStreams } from './joined-streams.ts'

it('gives at one end what is written to the other, in one piece for each turn, and ends with it', async () => {
  const [here, there] = joinedStreams()
  const pieces: string[] = []
  there.on('data', (chunk: Buffer) => pieces.push(chunk.toString()))
  here.write('one ')
  here.write('turn')
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  here.end(', another')
  await new Promise((resolve) => there.once('end', resolve))
  expect(pieces).toEqual(['one turn', ', another'])
  there.end(Buffer.from([0, 255]))
  expect([...(await buffer(here))]).toEqual([0, 255])
})

it('ends when its peer is gone', async () => {
  const [here, there] = joinedStreams()
  const rest = buffer(here)
  there.destroy()
  expect(await rest).toHaveLength(0)
})
