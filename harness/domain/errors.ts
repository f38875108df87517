/** The user asked for something that cannot be: wrong flag, missing file, wrong configuration. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The harness, the network, the cluster or the injection broke: never the method's failure. A trial that meets it is void. */
export class InfrastructureError extends Error {
  override readonly name = 'InfrastructureError'
}

/** Nobody was reached in the time that there is for that: to try once more is not for us. */
export class UnreachableError extends InfrastructureError {}

/** The user or the system asked to stop (SIGINT, SIGTERM). Exit code 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}
