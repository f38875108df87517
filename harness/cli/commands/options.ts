import { type Command, InvalidArgumentError, Option } from 'commander'

export const DEFAULT_MODEL = 'gpt-5.4'
export const DEFAULT_KEY_VARIABLE = 'OPENAI_API_KEY'

export const withJson = (command: Command): Command =>
  command.option('--json', 'print the result as JSON, on a terminal too')

/**
 * The options of a component's model: `--model …` without a prefix, `--verifier-model …` with one. Without the llm variant they do
 * nothing, which is said.
 */
export const withModel = (command: Command, prefix: '' | 'verifier' | 'planner' | 'optimizer'): Command => {
  const flag = (name: string) => `--${prefix === '' ? '' : `${prefix}-`}${name}`
  const component = prefix === '' ? 'generator' : prefix
  return command
    .option(`${flag('model')} <name>`, 'model of the llm variant', DEFAULT_MODEL)
    .option(`${flag('base-url')} <url>`, 'where an OpenAI-compatible server listens')
    .option(`${flag('api-key-env')} <variable>`, 'environment variable that holds the key', DEFAULT_KEY_VARIABLE)
    .hook('preAction', () => {
      if (command.getOptionValue(component) === 'llm') return
      const idle = ['model', 'base-url', 'api-key-env'].map(flag).filter((long) => isGiven(command, long))
      if (idle.length > 0)
        command
          .configureOutput()
          .writeErr?.(`warning: ${idle.join(', ')}: nothing asks a model without --${component} llm\n`)
    })
}

const isGiven = (command: Command, long: string): boolean => {
  const option = command.options.find((each) => each.long === long)
  return option !== undefined && command.getOptionValueSource(option.attributeName()) === 'cli'
}

/** A choice between the variants of a component. */
export const variant = (flag: string, description: string, choices: readonly string[], chosen: string): Option =>
  new Option(flag, description).choices(choices).default(chosen)

/** @throws {InvalidArgumentError} unless the text is a whole number of at least 1 */
export const positiveInteger = (text: string): number => {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number of at least 1.')
}

/** The cluster to work on, as the last argument. */
export const withCluster = (command: Command): Command =>
  command.argument('[cluster]', 'cluster file (default: a sandbox that holds demo-app)')

/** The options of whatever runs a sweep. */
export const withSweep = (command: Command): Command =>
  command
    .option('--fresh', 'start over: delete the results of this sweep first')
    .option('--workers <count>', 'threads, in the sandbox (default: one for each core)', positiveInteger)
    .option('--out <folder>', 'results folder (default: results/<name of the sweep>)')
    .option('--cluster <file...>', 'real clusters to run on, one trial at a time on each (default: the sandbox)')
    .option(
      '--allow-no-isolation',
      "run methods without a gate even where the harness's kubeconfig is within their reach",
    )

/** @throws {InvalidArgumentError} unless the text is a number from 0.01 to 1000 */
export const speedFactor = (text: string): number => {
  const speed = Number(text)
  if (/^\d+(?:\.\d+)?$/.test(text) && speed >= 0.01 && speed <= 1000) return speed
  throw new InvalidArgumentError('Expected a number from 0.01 to 1000.')
}
