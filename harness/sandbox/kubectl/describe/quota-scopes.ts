import type { Report } from './report-writer.ts'

/** The scopes of a quota, with what each of them means. @param space stands before the lines */
export const writeScopes = (report: Report, scopes: readonly string[] | undefined, space: string): void => {
  if (scopes === undefined || scopes.length === 0) return
  const sorted = scopes.toSorted()
  report.add(0, `${space}Scopes:\t${sorted.join(', ')}\n`)
  for (const scope of sorted) {
    const meaning = Object.hasOwn(MEANINGS, scope) ? MEANINGS[scope] : undefined
    if (meaning !== undefined) report.add(0, `${space} * ${meaning}\n`)
  }
}

/** kubectl's own words. */
const MEANINGS: Readonly<Record<string, string>> = {
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
}
