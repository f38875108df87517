import type { Parameter, ParameterValues, Skill } from '../domain/skill.ts'

export type ResolvedParameters =
  | { readonly status: 'resolved'; readonly values: ParameterValues }
  | { readonly status: 'invalid'; readonly problems: readonly string[] }

/** Values for a skill's parameters: the given ones, else their defaults. Values that it does not declare are passed on. */
export const resolveParameters = (skill: Skill, given: ParameterValues): ResolvedParameters => {
  const problems: string[] = []
  const values: Record<string, string | number> = { ...given }
  for (const [name, parameter] of Object.entries(skill.parameters)) {
    const value = given[name] ?? parameter.default
    if (value === undefined) problems.push(`parameter ${name}: expected a value, found none`)
    else {
      const expected = expectation(parameter, value)
      if (expected !== null) problems.push(`parameter ${name}: expected ${expected}, found ${JSON.stringify(value)}`)
      values[name] = value
    }
  }
  return problems.length === 0 ? { status: 'resolved', values } : { status: 'invalid', problems }
}

function expectation(parameter: Parameter, value: string | number): string | null {
  switch (parameter.type) {
    case 'integer':
      return /^-?\d+$/.test(String(value)) ? null : 'a whole number'
    case 'enum':
      return parameter.values.includes(String(value)) ? null : `one of ${parameter.values.join(', ')}`
    case 'string':
      return parameter.pattern === undefined || new RegExp(`^(?:${parameter.pattern})$`).test(String(value))
        ? null
        : `a text that matches ${parameter.pattern}`
  }
}
