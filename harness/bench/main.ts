import { Bench } from 'tinybench'
import { benches } from './index.ts'

/**
 * `npm run bench [NAME…]`: runs every bench of the registry, or the named ones, and prints one line for each figure:
 * name, median in ms, 99th percentile in ms, number of samples.
 */
const main = async (names: readonly string[]): Promise<number> => {
  const unknown = names.filter((name) => !Object.hasOwn(benches, name))
  if (unknown.length > 0) {
    console.error(`no such bench: ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ') || 'none'}`)
    return 2
  }
  const suite = new Bench({ name: 'opsskill', throws: true })
  const closers: (() => Promise<void>)[] = []
  for (const [name, prepare] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue
    const { run, close } = await prepare()
    suite.add(name, run)
    closers.push(close)
  }
  await suite.run()
  for (const close of closers) await close()
  for (const task of suite.tasks) console.log(figure(task.name, task.result))
  return 0
}

type Result = Bench['tasks'][number]['result']

const figure = (name: string, result: Result): string => {
  if (!('latency' in result)) throw new Error(`bench ${name} ended without a result: ${result.state}`)
  const { p50, p99, samplesCount } = result.latency
  return `${name}: median ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms, ${samplesCount} samples`
}

process.exitCode = await main(process.argv.slice(2))
