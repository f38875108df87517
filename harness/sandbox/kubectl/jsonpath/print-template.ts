import { failure } from '../errors.ts'
import { goSyntax } from '../format/go-format.ts'
import { toJson } from '../format/json.ts'
import { evaluate } from './evaluate.ts'
import { parseTemplate } from './parse-template.ts'
import { renderTemplate } from './render.ts'
import { JsonPathError, type TemplatePart } from './types.ts'

/** What `-o jsonpath=TEMPLATE` prints for an object. @throws {KubectlError} with kubectl's wording */
export const printJsonPath = (template: string, object: unknown): string => {
  const parts = parsed(template)
  try {
    return renderTemplate(parts, object)
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error
    const quoted = JSON.stringify(template)
    throw failure(
      `error executing jsonpath ${quoted}: Error executing template: ${error.message}. ` +
        `Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n` +
        `\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n`,
    )
  }
}

/** What `-o jsonpath-as-json=TEMPLATE` prints: all that it finds, as one JSON list. @throws {KubectlError} with kubectl's wording */
export const printJsonPathAsJson = (template: string, object: unknown): string => {
  const values = parsed(template).flatMap((part) => (part.type === 'action' ? evaluate(part.nodes, object) : []))
  return `${toJson(values, 4)}\n`
}

const parsed = (template: string): readonly TemplatePart[] => {
  try {
    return parseTemplate(template)
  } catch (error) {
    if (error instanceof JsonPathError) throw failure(`error parsing jsonpath ${template}, ${error.message}`)
    throw error
  }
}
