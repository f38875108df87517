import { type Command, Option } from 'commander'
import type { ExecRequest, FolderOption } from '../jobs/sandbox-control.ts'
import type { UpRequest } from '../jobs/sandbox-up.ts'
import { examples, type Start } from './define.ts'
import { speedFactor, withJson } from './options.ts'

/** `sandbox up|status|exec|down`: a sandbox that people and programs of this machine work with. */
export const defineLive = (sandbox: Command, start: Start): void => {
  withFolder(withJson(sandbox.command('up')))
    .summary('keep a sandbox up for ssh, kubectl and the other commands')
    .description(
      'Starts a sandbox in step with real time, with an app and one earlier release of it: a jump host and a target host for ssh, the REST API for any client, all on loopback with keys of this run. Writes an ssh configuration, kubeconfigs and cluster files, and says how to use them. State lasts until it ends: by Ctrl-C, `sandbox down`, or with the process that started it.',
    )
    .addOption(
      new Option('--app <name>', "what runs in it (default: the fault's app, else demo)").choices([
        'demo',
        'shop',
        'batch',
      ]),
    )
    .option(
      '--fault <name>',
      'break the app by this fault (see `npx opsskill faults list`), or that of a file, and wait until it shows',
    )
    .option(
      '--profile <name>',
      'what the cluster can do: a profile of harness/sandbox/profiles, or a file, also one of `cluster profile --out`',
      'plain',
    )
    .option('--namespace <name>', "the app's namespace (default: the one that skills and tasks expect)")
    .option('--speed <factor>', 'cluster seconds a second', speedFactor, 1)
    .option('--seed <text>', 'seed of all chance', '1')
    .addHelpText(
      'after',
      examples(
        'sandbox up',
        'sandbox up --app shop --fault service/wrong-selector',
        'sandbox up --profile slow-links --speed 10',
      ),
    )
    .action(
      start(async (context, options: UpRequest) => (await import('../jobs/sandbox-up.ts')).sandboxUp(context, options)),
    )
  withFolder(withJson(sandbox.command('status')))
    .summary('say which sandbox runs')
    .description('Says which sandbox runs; exit code 1 when none does.')
    .action(
      start(async (context, options: FolderOption) =>
        (await import('../jobs/sandbox-control.ts')).sandboxStatus(context, options),
      ),
    )
  withFolder(sandbox.command('exec'))
    .summary('run a command on its target host')
    .description('Runs a command on the target host of the sandbox that is up; exit code 1 when it fails.')
    .argument('<command>', 'command line, as one argument')
    .option('--operator', 'as the restricted account instead of the harness')
    .addHelpText('after', examples("sandbox exec 'kubectl get pods -A'", "sandbox exec --operator 'kubectl get nodes'"))
    .action(
      start(async (context, command: string, options: ExecRequest) =>
        (await import('../jobs/sandbox-control.ts')).sandboxExec(context, command, options),
      ),
    )
  withFolder(withJson(sandbox.command('down')))
    .summary('end the sandbox that is up')
    .description('Ends the sandbox that is up.')
    .action(
      start(async (context, options: FolderOption) =>
        (await import('../jobs/sandbox-control.ts')).sandboxDown(context, options),
      ),
    )
}

const withFolder = (command: Command): Command =>
  command.option('--folder <path>', 'where its files are (default: one of yours in the folder for temporary files)')
