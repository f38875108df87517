import type { Program } from '../types.ts'

/** The nslookup of busybox: it asks for the name as it stands, without the search list. */
export const nslookup: Program = {
  *run({ args, table, streams }) {
    const name = args.find((arg) => !arg.startsWith('-'))
    if (name === undefined) {
      streams.stderr.write('Usage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]\n')
      return 1
    }
    const server = table.wire.nameServer()
    const found = table.wire.lookup(name, true)
    yield { kind: 'sleep', ms: found.latencyMs }
    const head = `Server:\t\t${server}\nAddress:\t${server}:53\n\n`
    switch (found.kind) {
      case 'refused':
        streams.stderr.write(`nslookup: write to '${found.server}': Connection refused\n`)
        streams.stdout.write(';; connection timed out; no servers could be reached\n\n')
        return 1
      case 'unanswered':
        streams.stdout.write(';; connection timed out; no servers could be reached\n\n')
        return 1
      case 'nonexistent':
        streams.stdout.write(
          `${head}** server can't find ${name}: NXDOMAIN\n\n** server can't find ${name}: NXDOMAIN\n\n`,
        )
        return 1
      case 'found':
        streams.stdout.write(
          `${head}${found.addresses.map((address) => `Name:\t${found.name}\nAddress: ${address}\n`).join('')}\n\n`,
        )
        return 0
    }
  },
}
