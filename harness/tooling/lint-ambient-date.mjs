// An oxlint plugin. The linter's own rules can forbid `Date.now`, but not the argument-less constructor, while
// `new Date(ms).toISOString()` is how we print a time and must stay legal.

/** @typedef {{ type: string, name?: string }} Callee */
/** @typedef {{ callee: Callee, arguments: readonly unknown[] }} Call */
/** @typedef {{ report: (finding: { node: Call, message: string }) => void }} Context */

const noCurrentTime = {
  /** @param {Context} context */
  create: (context) => ({
    /** @param {Call} node */
    NewExpression: (node) => {
      if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, message })
    },
    /** @param {Call} node */
    CallExpression: (node) => {
      if (isDate(node.callee)) context.report({ node, message })
    },
  }),
}

const message = 'Time is a port: use Clock.'

/** @param {Callee} node */
const isDate = (node) => node.type === 'Identifier' && node.name === 'Date'

export default { meta: { name: 'ambient-date' }, rules: { 'no-current-time': noCurrentTime } }
