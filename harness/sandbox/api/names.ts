/** Why a name is refused, in the server's words, or `undefined` when it is fine. */
export type NameRule = 'subdomain' | 'label' | 'label-1035' | 'path-segment'

export const nameProblem = (rule: NameRule, name: string): string | undefined => {
  switch (rule) {
    case 'subdomain':
      if (name.length > 253) return 'must be no more than 253 characters'
      return SUBDOMAIN.test(name) ? undefined : SUBDOMAIN_MESSAGE
    case 'label':
      if (name.length > 63) return 'must be no more than 63 characters'
      return LABEL.test(name) ? undefined : LABEL_MESSAGE
    case 'label-1035':
      if (name.length > 63) return 'must be no more than 63 characters'
      return LABEL_1035.test(name) ? undefined : LABEL_1035_MESSAGE
    case 'path-segment':
      if (name === '.' || name === '..') return `may not be '${name}'`
      if (name.includes('/')) return "may not contain '/'"
      return name.includes('%') ? "may not contain '%'" : undefined
  }
}

/** Why a label's value is refused. */
export const labelValueProblem = (value: string): string | undefined => {
  if (value.length > 63) return 'must be no more than 63 characters'
  return value === '' || NAME_PART.test(value) ? undefined : LABEL_VALUE_MESSAGE
}

/** Why a key of a label or an annotation is refused. */
export const qualifiedNameProblem = (key: string): string | undefined => {
  const parts = key.split('/')
  const [prefix, name] = parts.length === 2 ? [parts[0], parts[1]] : [undefined, parts[0]]
  if (parts.length > 2) return QUALIFIED_MESSAGE
  if (prefix === '') return 'prefix part must be non-empty'
  const problem = prefix === undefined ? undefined : nameProblem('subdomain', prefix)
  if (problem !== undefined) return `prefix part ${problem}`
  if (name === undefined || name === '') return 'name part must be non-empty'
  if (name.length > 63) return 'name part must be no more than 63 characters'
  return NAME_PART.test(name) ? undefined : `name part ${NAME_PART_MESSAGE}`
}

/**
 * A generated name: the prefix, cut to 58 characters, and five characters from the alphabet that the server uses.
 * @param draw an integer, both ends included
 */
export const generateName = (prefix: string, draw: (min: number, max: number) => number): string =>
  prefix.slice(0, 58) + randomSuffix(5, draw)

/** Characters without vowels and look-alikes. Source: k8s.io/apimachinery/pkg/util/rand. */
export const randomSuffix = (length: number, draw: (min: number, max: number) => number): string => {
  let suffix = ''
  for (let index = 0; index < length; index += 1) suffix += ALPHABET[draw(0, ALPHABET.length - 1)]
  return suffix
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const NAME_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
const LABEL_MESSAGE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
const LABEL_1035_MESSAGE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
const LABEL_VALUE_MESSAGE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
const NAME_PART_MESSAGE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
const QUALIFIED_MESSAGE = `a qualified name ${NAME_PART_MESSAGE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`
