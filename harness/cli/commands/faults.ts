import { type DefineCommand, examples } from './define.ts'
import { positiveInteger, withJson } from './options.ts'

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
  verify(faults, start)
}

const list: DefineCommand = (faults, start) => {
  withJson(faults.command('list'))
    .description('One line for each fault.')
    .argument('[name...]', 'faults or domains (default: all)')
    .addHelpText('after', examples('faults list', 'faults list network service --json'))
    .action(
      start(async (context, names: readonly string[]) =>
        (await import('../jobs/list-faults.ts')).listFaults(context, names),
      ),
    )
}

const show: DefineCommand = (faults, start) => {
  withJson(faults.command('show'))
    .description('A whole fault: what it injects, its symptom, and the way back.')
    .argument('<fault>', 'path below faults/, such as network/delay')
    .addHelpText('after', examples('faults show network/delay', 'faults show stress/cpu --json'))
    .action(
      start(async (context, name: string) => (await import('../jobs/list-faults.ts')).showFaultFile(context, name)),
    )
}

const verify: DefineCommand = (faults, start) => {
  withJson(faults.command('verify'))
    .description(
      'Proves faults in the sandbox: the symptom is false before, true within its deadline, still true after ten minutes (or gone with its time), outlives or ends with the pods as the file says, and nothing is left after recovery. Exit code 1 where one is not as its file says.',
    )
    .argument('[name...]', 'faults or domains (default: all)')
    .option('--seeds <count>', 'seeds 0 … count−1', positiveInteger, 3)
    .option('--workers <count>', 'threads (default: one for each core)', positiveInteger)
    .addHelpText('after', examples('faults verify', 'faults verify network/delay stress --seeds 1'))
    .action(
      start(async (context, names: readonly string[], options: { readonly seeds: number; readonly workers?: number }) =>
        (await import('../jobs/verify-faults.ts')).verifyFaults(context, { ...options, names }),
      ),
    )
}
