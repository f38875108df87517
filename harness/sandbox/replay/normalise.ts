/**
 * The part of an output in which two runs of one cluster agree: times, ages, generated names, addresses, uids, digests and versions
 * become placeholders, columns are one blank apart.
 */
export const normalise = (text: string): string =>
  REPLACEMENTS.reduce((shown, [pattern, placeholder]) => shown.replace(pattern, placeholder), text)

/** A generated suffix: what the server draws names from has no vowels and none of 0, 1, 3. */
const HASH = '[bcdf0-9]{6,10}'
const SPAN = String.raw`(?:\d+[ydhms]){1,3}`

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z| ?[+-]\d{4})?/g, '<time>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}/g, '<time>'],
  [/\b[EWI]\d{4} \d{2}:\d{2}:\d{2}\.\d+ +\d+ /g, '<log> '],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\bcontainerd:\/\/[0-9a-f]+/g, '<container>'],
  [/\bsha256:[0-9a-f]{12,}/g, '<digest>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+|\/\d+(?::\d+)?)?(?![\d.])/g, '<address>'],
  [/("?resourceVersion"?: )"?\d+"?/g, '$1<version>'],
  [/(Resource Version: +)\d+/g, '$1<version>'],
  [/\bv\d+\.\d+\.\d+[-+.\w]*/g, '<release>'],
  [/\bkube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-<x>'],
  [new RegExp(String.raw`(\b[a-z][a-z0-9-]*?)-${HASH}-[a-z0-9]{5}(?![a-z0-9])`, 'g'), '$1-<set>-<pod>'],
  [/(\b[a-z][a-z0-9-]*?)-(?=[bcdf0-9]*\d)[bcdf0-9]{8,10}\b/g, '$1-<set>'],
  [/(pod-template-hash"?[=:] ?"?)[a-z0-9]+/g, '$1<set>'],
  [/\.[0-9a-f]{16}\b/g, '.<event>'],
  [new RegExp(String.raw`\(x\d+ over ${SPAN}\)`, 'g'), '(x<n> over <age>)'],
  [new RegExp(String.raw`\(${SPAN} ago\)`, 'g'), '(<age> ago)'],
  [new RegExp(String.raw`(^|[ \t]{2,})(?:<invalid>|${SPAN})(?=[ \t]{2,}|[ \t]*$|[ \t]+\(x)`, 'gm'), '$1<age>'],
  [/[ \t]+$/gm, ''],
  [/[ \t]{2,}/g, ' '],
  [/-{3,}/g, '---'],
]
