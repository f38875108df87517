import { compileRegex } from '../domain/regex.ts'
import type { ObjectRef } from '../domain/ids.ts'
import type { TraceEvent } from '../domain/trace.ts'
import { isClusterReading } from './cluster-reading.ts'

/** What evidence has to show beside being real. */
export interface EvidenceDemand {
  /** The object of the true answer; one piece must name it. */
  readonly object: ObjectRef | undefined
  /** The signal: the same piece must match it. */
  readonly signal: string | undefined
}

/**
 * Why a finding's evidence does not hold; empty when it does. Each piece is a quotation of an output that the method read from the
 * cluster in this trial, and not of its own command; one of them shows the signal, and names the object where the answer has one.
 */
export const evidenceProblems = (
  evidence: readonly string[],
  events: readonly TraceEvent[],
  { object, signal }: EvidenceDemand,
): readonly string[] => {
  if (evidence.length === 0) return ['no evidence was given']
  const readings = events.flatMap(readingOf)
  const invented = evidence.filter((quote) => !readings.some((reading) => isQuoted(quote, reading)))
  const name = object?.slice(object.indexOf('/') + 1)
  const shows = (quote: string): boolean =>
    (name === undefined || names(quote, name)) && (signal === undefined || compileRegex(signal).test(quote))
  return [
    ...invented.map((quote) => `${JSON.stringify(quote)} was not read from the cluster`),
    ...(evidence.some(shows) ? [] : [`no piece of evidence shows ${[name, signal].filter(Boolean).join(' with ')}`]),
  ]
}

interface Reading {
  readonly command: string
  readonly output: string
}

const readingOf = (event: TraceEvent): readonly Reading[] => {
  if (event.type !== 'command' || event.actor !== 'method' || event.outcome.status === 'denied') return []
  const { stdout, stderr } = event.outcome
  return [stdout, stderr].map((output) => ({ command: event.command, output }))
}

const isQuoted = (quote: string, { command, output }: Reading): boolean =>
  quote.trim() !== '' && output.includes(quote) && !command.includes(quote) && isClusterReading(command)

/** `demo-app` is named in `demo-app-7d9c4-x2x1f 498m` and `http://demo-app/`, not in `demo-application` or `old-demo-app`. */
const names = (quote: string, name: string): boolean =>
  quote
    .split(name)
    .slice(0, -1)
    .some((before, index, parts) => {
      const after = quote.slice(parts.slice(0, index + 1).join(name).length + name.length)
      return !/[a-z0-9.-]$/.test(before) && !/^[a-z0-9]/.test(after)
    })
