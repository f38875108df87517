// @ts-nocheck A script for the people who maintain the project: it runs by hand, and its result is checked in.
// Generates field-texts.json from the comments in the package kubernetes-types (itself generated from the OpenAPI document of
// Kubernetes): { type: { d: description, f: { field: description } } }. Run: node harness/sandbox/kubectl/explain/generate.mjs
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { writeFileSync } from 'node:fs'
import ts from 'typescript'

const ROOTS = [
  'core/v1',
  'apps/v1',
  'batch/v1',
  'autoscaling/v2',
  'policy/v1',
  'rbac/v1',
  'networking/v1',
  'storage/v1',
  'meta/v1',
]

const packageRoot = dirname(createRequire(import.meta.url).resolve('kubernetes-types/package.json'))

/** The text of the comment right before a node, its lines joined as the document has them. */
const textOf = (node, source) => {
  const range = ts.getLeadingCommentRanges(source.text, node.pos)?.at(-1)
  if (range === undefined) return ''
  const lines = source.text
    .slice(range.pos, range.end)
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
  return lines
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim()
}

const texts = {}
for (const root of ROOTS) {
  const file = join(packageRoot, `${root}.d.ts`)
  const source = ts.createSourceFile(file, ts.sys.readFile(file), ts.ScriptTarget.Latest, true)
  for (const statement of source.statements) {
    if (!ts.isInterfaceDeclaration(statement) || statement.name.text.endsWith('List')) continue
    const fields = statement.members.map((member) => [
      ts.isStringLiteral(member.name) ? member.name.text : member.name.getText(),
      textOf(member, source),
    ])
    texts[`${root.replaceAll('/', '.')}.${statement.name.text}`] = {
      d: textOf(statement, source),
      f: Object.fromEntries(fields.filter(([, text]) => text !== '')),
    }
  }
}
const lines = Object.entries(texts)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, text]) => `${JSON.stringify(name)}: ${JSON.stringify(text)}`)
writeFileSync(new URL('./field-texts.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`)
