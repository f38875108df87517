import type { Command } from 'commander'
import { type DefineCommand, examples } from './define.ts'
import { withJson } from './options.ts'

export const clusterCommand: DefineCommand = (program, start) => {
  const cluster = program
    .command('cluster')
    .summary('examine, prepare and clean a real cluster')
    .description('Real clusters: those of a cluster file of kind ssh or local.')
    .addHelpText('after', examples('cluster doctor cluster.yaml', 'cluster clean cluster.yaml --yes'))
  doctor(cluster, start)
  prepare(cluster, start)
  clean(cluster, start)
  profile(cluster, start)
}

const doctor: DefineCommand = (cluster, start) => {
  withJson(cluster.command('doctor'))
    .summary('say what trials lack, and what to do about it')
    .description(
      'Looks at all that trials need: each host on the way and its key, kubectl, versions, rights, Chaos Mesh, metrics, images, clocks, isolation, latency. Changes nothing. Exit code 1 where something keeps trials from running.',
    )
    .argument('<cluster>', 'cluster file')
    .addHelpText('after', examples('cluster doctor cluster.yaml', 'cluster doctor cluster.yaml --json'))
    .action(
      start(async (context, file: string) => (await import('../jobs/cluster-doctor.ts')).clusterDoctor(context, file)),
    )
}

const prepare: DefineCommand = (cluster, start) => {
  withConsent(withJson(cluster.command('prepare')))
    .summary('make what trials and skills need')
    .description(
      'Makes what trials and skills need on a cluster: the namespace of leases and accounts, reading roles, the namespace of the cluster file with demo-app, the account of methods on the target host (where the harness may not make it, the commands for an administrator). Says what is missing; with --yes it is made. A second time changes nothing.',
    )
    .argument('<cluster>', 'cluster file')
    .addHelpText('after', examples('cluster prepare cluster.yaml', 'cluster prepare cluster.yaml --yes'))
    .action(
      start(async (context, file: string, options: Consent) =>
        (await import('../jobs/cluster-prepare.ts')).clusterPrepare(context, file, options),
      ),
    )
}

const clean: DefineCommand = (cluster, start) => {
  withConsent(withJson(cluster.command('clean')))
    .summary('find and remove what killed harnesses left')
    .description(
      'Finds what harnesses that are gone left on a cluster: live faults, namespaces, accounts, leases. Says what it is; with --yes it is removed. What a running harness has stays.',
    )
    .argument('<cluster>', 'cluster file')
    .addHelpText('after', examples('cluster clean cluster.yaml', 'cluster clean cluster.yaml --yes'))
    .action(
      start(async (context, file: string, options: Consent) =>
        (await import('../jobs/cluster-clean.ts')).clusterClean(context, file, options),
      ),
    )
}

const profile: DefineCommand = (cluster, start) => {
  withJson(cluster.command('profile'))
    .summary('read the capability profile κ(E)')
    .description(
      'Reads the capability profile κ(E) of a cluster: versions, nodes, permissions, tools, metrics, latency.',
    )
    .argument('<cluster>', 'cluster file')
    .option('--out <file>', 'write it there too, as JSON')
    .addHelpText('after', examples('cluster profile cluster.yaml --out profile.json'))
    .action(
      start(async (context, file: string, options: { readonly out?: string }) =>
        (await import('../jobs/cluster-profile.ts')).clusterProfile(context, file, options),
      ),
    )
}

interface Consent {
  readonly yes?: boolean
}

const withConsent = (command: Command): Command => command.option('--yes', 'do it, instead of only saying it')
