import type { Finding, FindingSpec } from '../domain/finding.ts'
import { compileRegex } from '../domain/regex.ts'

const MAX_EVIDENCE = 5
const MAX_OUTPUT = 64 * 1024

/** The answer that a skill's outputs give: by the first rule that matches. Null when none does. */
export const extractFinding = (spec: FindingSpec, outputs: ReadonlyMap<string, string>): Finding | null => {
  for (const rule of spec.rules) {
    const output = outputs.get(rule.step)?.slice(0, MAX_OUTPUT)
    if (output === undefined) continue
    const matches = [...output.matchAll(new RegExp(compileRegex(rule.matches), 'gm'))]
    const [first] = matches
    if (first === undefined) continue
    return {
      answer: rule.answer,
      ...(rule.object === undefined ? {} : { object: fillGroups(rule.object, first) }),
      ...(rule.cause === undefined ? {} : { cause: rule.cause }),
      evidence: [...new Set(matches.map((match) => evidenceOf(match, output)))].filter(Boolean).slice(0, MAX_EVIDENCE),
    }
  }
  return null
}

const fillGroups = (text: string, match: RegExpMatchArray): string =>
  text.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '')

// A match of nothing (`^`) proves by the line that it stands in.
const evidenceOf = (match: RegExpMatchArray, output: string): string =>
  match[0].trim() || (output.slice(match.index).trimStart().split('\n', 1)[0] ?? '')
