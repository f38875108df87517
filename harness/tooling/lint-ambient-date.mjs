// An oxlint plugin. The linter's own rules can forbid `Date.now`, but not the argument-less constructor, while
// `new Date(ms).toISOString()` is how we print a time and must stay legal.

const noCurrentTime = {
  create: (context) => ({
    NewExpression: (node) => {
      if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, message })
    },
    CallExpression: (node) => {
      if (isDate(node.callee)) context.report({ node, message })
    },
  }),
}

const message = 'Time is a port: use Clock.'

const isDate = (node) => node.type === 'Identifier' && node.name === 'Date'

export default { meta: { name: 'ambient-date' }, rules: { 'no-current-time': noCurrentTime } }
