import { Bench } from 'tinybench'
import { benches, figures } from './index.ts'

/**
 * `npm run bench [NAME…]`: runs every bench of the registry, or the named ones, and prints one line for each: name, median and 99th
 * percentile in ms of real time, median in ms of this process's CPU, number of samples. Figures that are taken once come last.
 */
const main = async (names: readonly string[]): Promise<number> => {
  const all = [...Object.keys(benches), ...Object.keys(figures)]
  const unknown = names.filter((name) => !all.includes(name))
  if (unknown.length > 0) {
    console.error(`no such bench: ${unknown.join(', ')}; there are: ${all.join(', ')}`)
    return 2
  }
  const isWanted = (name: string): boolean => names.length === 0 || names.includes(name)
  for (const [name, prepare] of Object.entries(benches)) if (isWanted(name)) console.log(await measured(name, prepare))
  for (const [name, take] of Object.entries(figures)) if (isWanted(name)) console.log(`${name}: ${await take()}`)
  return 0
}

const measured = async (name: string, prepare: (typeof benches)[string]): Promise<string> => {
  const { run, close } = await prepare()
  let cpuMs: number[] = []
  const suite = new Bench({ name: 'opsskill', throws: true, time: 2000, warmupIterations: 8 })
  suite.add(
    name,
    async () => {
      const before = process.cpuUsage()
      await run()
      const { user, system } = process.cpuUsage(before)
      cpuMs.push((user + system) / 1000)
    },
    // What was measured so far was the warm-up.
    {
      beforeAll: () => {
        cpuMs = []
      },
    },
  )
  const [task] = await suite.run()
  await close()
  if (task === undefined || !('latency' in task.result)) throw new Error(`bench ${name} ended without a result`)
  const { p50, p99, samplesCount } = task.result.latency
  return `${name}: median ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms, CPU median ${median(cpuMs).toFixed(3)} ms, ${samplesCount} samples`
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

process.exitCode = await main(process.argv.slice(2))
