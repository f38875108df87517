import { failed } from '../script/command.ts'
import type { ShellCommand } from '../script/command.ts'
import type { Caller, Network } from '../../network/types.ts'
import { pause } from '../script/process.ts'

/** The cluster's DNS Service. */
const SERVER = '10.96.0.10'

/** The nslookup of busybox: it asks for the name as it stands, without the search list. */
export const nslookup = (network: Network, caller: Caller): ShellCommand => ({
  name: 'nslookup',
  run: async ({ args, process }) => {
    const name = args.find((arg) => !arg.startsWith('-'))
    if (name === undefined) return failed('Usage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]\n')
    const found = network.lookup(caller, name)
    if ((await pause(process, found.latencyMs)) === 'killed') return failed('', 143)
    const head = `Server:\t\t${SERVER}\nAddress:\t${SERVER}:53\n\n`
    if (found.kind === 'unanswered')
      return { ...failed(''), stdout: ';; connection timed out; no servers could be reached\n\n' }
    if (found.kind === 'nonexistent' || found.name !== name.replace(/\.$/, '')) {
      const line = `** server can't find ${name}: NXDOMAIN\n\n`
      return { ...failed(''), stdout: `${head}${line}${line}` }
    }
    const answers = found.addresses.map((address) => `Name:\t${found.name}\nAddress: ${address}\n`).join('')
    return { stdout: `${head}${answers}\n\n`, stderr: '', exitCode: 0 }
  },
})
