import { Option } from 'commander'
import type { TryFaultRequest } from '../jobs/try-fault.ts'
import { type DefineCommand, examples } from './define.ts'
import { positiveInteger, withCluster, withJson } from './options.ts'

export const faultsCommand: DefineCommand = (program, start) => {
  const faults = program
    .command('faults')
    .summary('list, show, check, prove and try faults')
    .description('The faults that trials inject: Chaos Mesh experiments and misconfigurations, each with its symptom.')
    .addHelpText(
      'after',
      examples('faults list', 'faults show network/delay', 'faults verify', 'faults try image/bad-tag'),
    )
  list(faults, start)
  show(faults, start)
  validate(faults, start)
  verify(faults, start)
  tryOne(faults, start)
}

const list: DefineCommand = (faults, start) => {
  withJson(faults.command('list'))
    .summary('list faults, one line for each')
    .description('One line for each fault.')
    .argument('[name...]', 'faults, domains, or files (default: all of the package)')
    .option('--markdown', 'the table of all faults, as faults/README.md holds it')
    .addHelpText('after', examples('faults list', 'faults list network service --json'))
    .action(
      start(async (context, names: readonly string[], { markdown }: { readonly markdown?: boolean }) => {
        const { listFaults, printFaultTable } = await import('../jobs/list-faults.ts')
        return markdown === true ? printFaultTable(context) : listFaults(context, names)
      }),
    )
}

const show: DefineCommand = (faults, start) => {
  withJson(faults.command('show'))
    .summary('show a whole fault')
    .description('A whole fault: what it injects, its symptom, and the way back.')
    .argument('<fault>', 'path below faults/, such as network/delay, or a file')
    .addHelpText('after', examples('faults show network/delay', 'faults show stress/cpu --json'))
    .action(
      start(async (context, name: string) => (await import('../jobs/list-faults.ts')).showFaultFile(context, name)),
    )
}

const validate: DefineCommand = (faults, start) => {
  withJson(faults.command('validate'))
    .summary('check fault files')
    .description(
      'Checks faults beyond their schema: symptoms that only read what operators see, fields of Chaos Mesh objects (types, enumerations, what is required), apps that exist.',
    )
    .argument('[name...]', 'faults, domains, or files (default: all of the package)')
    .addHelpText('after', examples('faults validate', 'faults validate network', 'faults validate my-fault.yaml'))
    .action(
      start(async (context, names: readonly string[]) =>
        (await import('../jobs/validate-faults.ts')).validateFaults(context, names),
      ),
    )
}

const tryOne: DefineCommand = (faults, start) => {
  withCluster(
    withJson(faults.command('try')).argument('<fault>', 'path below faults/, such as network/delay, or a file'),
  )
    .summary('inject one and print what shows')
    .description(
      'Opens a fresh namespace with the app of the fault, injects it, prints over time what an operator would see (pods, events, metrics, requests), recovers, and says whether the cluster is as before. Works in no namespace that it did not make, unless that is named with --into. On a cluster that others use too it holds a lease, so that `cluster clean` and the next start find what a killed one left.',
    )
    .addOption(new Option('--mode <name>', 'windows of time').choices(['fast', 'paper']).default('fast'))
    .option('--seed <number>', 'chooses part and pods', positiveInteger, 1)
    .option('--workload <name>', 'the part of the app to hit')
    .option('--into <namespace>', 'work in this namespace, which holds the app')
    .option('--watch <seconds>', 'how long to look at it once it shows', positiveInteger, 60)
    .option('--dry-run', 'print what would be done, and do nothing')
    .addHelpText(
      'after',
      examples(
        'faults try image/bad-tag',
        'faults try my-fault.yaml',
        'faults try network/delay cluster.yaml --dry-run',
      ),
    )
    .action(
      start(
        async (
          context,
          fault: string,
          cluster: string | undefined,
          options: Omit<TryFaultRequest, 'fault' | 'cluster'>,
        ) => (await import('../jobs/try-fault.ts')).tryOneFault(context, { ...options, fault, cluster }),
      ),
    )
}

const verify: DefineCommand = (faults, start) => {
  withJson(faults.command('verify'))
    .summary('prove that they show, stay and go away')
    .description(
      'Proves faults in the sandbox: the symptom is false before, true within its deadline, still true after ten minutes (or gone with its time), outlives or ends with the pods as the file says, and nothing is left after recovery. Exit code 1 where one is not as its file says.',
    )
    .argument('[name...]', 'faults, domains, or files (default: all of the package)')
    .option('--seeds <count>', 'seeds 0 … count−1', positiveInteger, 3)
    .option('--workers <count>', 'threads (default: one for each core)', positiveInteger)
    .addHelpText('after', examples('faults verify', 'faults verify network/delay stress --seeds 1'))
    .action(
      start(async (context, names: readonly string[], options: { readonly seeds: number; readonly workers?: number }) =>
        (await import('../jobs/verify-faults.ts')).verifyFaults(context, { ...options, names }),
      ),
    )
}
