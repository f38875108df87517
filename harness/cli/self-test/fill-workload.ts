/** `__WORKLOAD__` in an author's command stands for the workload that the trial drew. */
export const fillWorkload = (command: string, workload: string | null): string =>
  workload === null ? command : command.replaceAll('__WORKLOAD__', workload)
