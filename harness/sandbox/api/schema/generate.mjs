// @ts-nocheck A script for the people who maintain the project: it runs by hand, and its result is checked in and tested.
// Generates kubernetes-schema.json from the type declarations of the package kubernetes-types (itself generated from the OpenAPI
// document of Kubernetes). Run: node harness/sandbox/api/schema/generate.mjs
//
// A type is { f: { field: shape }, r: [required fields], m: { field: merge key, '=' for lists of plain values }, k: [retainKeys] }.
// A shape is string | number | boolean | quantity | int-or-string | time | any, [shape] as '[]shape', {shape} as '{}shape', or the
// name of a type.
//
// The package leaves out how strategic merge patch treats lists. MERGE_KEYS holds that, from the struct tags `patchMergeKey` and
// `patchStrategy` in k8s.io/api (core, apps, batch, autoscaling, policy types.go) and k8s.io/apimachinery (meta/v1/types.go).
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
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
  'discovery/v1',
  'coordination/v1',
  'storage/v1',
  'scheduling/v1',
  'admissionregistration/v1',
  'apiextensions/v1',
]

const CONDITIONS = { conditions: 'type' }
const CONTAINER = { ports: 'containerPort', env: 'name', volumeMounts: 'mountPath', volumeDevices: 'devicePath' }
const MERGE_KEYS = {
  'meta.v1.ObjectMeta': { ownerReferences: 'uid', finalizers: '=' },
  'core.v1.Container': CONTAINER,
  'core.v1.EphemeralContainer': CONTAINER,
  'core.v1.PodSpec': {
    volumes: 'name',
    initContainers: 'name',
    containers: 'name',
    ephemeralContainers: 'name',
    imagePullSecrets: 'name',
    hostAliases: 'ip',
    topologySpreadConstraints: 'topologyKey',
    resourceClaims: 'name',
    schedulingGates: 'name',
  },
  'core.v1.PodStatus': { ...CONDITIONS, podIPs: 'ip', hostIPs: 'ip', resourceClaimStatuses: 'name' },
  'core.v1.ServiceSpec': { ports: 'port' },
  'core.v1.ServiceStatus': CONDITIONS,
  'core.v1.ServiceAccount': { secrets: 'name' },
  'core.v1.NodeSpec': { podCIDRs: '=' },
  'core.v1.NodeStatus': { ...CONDITIONS, addresses: 'type' },
  'core.v1.NamespaceStatus': CONDITIONS,
  'core.v1.PersistentVolumeClaimStatus': CONDITIONS,
  'core.v1.ReplicationControllerStatus': CONDITIONS,
  'apps.v1.DeploymentStatus': CONDITIONS,
  'apps.v1.ReplicaSetStatus': CONDITIONS,
  'apps.v1.StatefulSetStatus': CONDITIONS,
  'apps.v1.DaemonSetStatus': CONDITIONS,
  'batch.v1.JobStatus': CONDITIONS,
  'autoscaling.v2.HorizontalPodAutoscalerStatus': CONDITIONS,
  'policy.v1.PodDisruptionBudgetStatus': CONDITIONS,
  'admissionregistration.v1.MutatingWebhookConfiguration': { webhooks: 'name' },
  'admissionregistration.v1.ValidatingWebhookConfiguration': { webhooks: 'name' },
}
const RETAIN_KEYS = {
  'apps.v1.DeploymentSpec': ['strategy'],
  'core.v1.PodSpec': ['volumes', 'resourceClaims'],
  'core.v1.PodStatus': ['resourceClaimStatuses'],
}
/** Fields that the package has lost: the OpenAPI document lists them, its declarations do not. */
const LOST_FIELDS = {
  'admissionregistration.v1.RuleWithOperations': { resources: '[]string', scope: 'string' },
  'admissionregistration.v1.NamedRuleWithOperations': { resources: '[]string', scope: 'string' },
}
const SCALARS = {
  Time: 'time',
  MicroTime: 'time',
  Quantity: 'quantity',
  IntOrString: 'int-or-string',
  RawExtension: 'any',
}
const OPEN = new Set([
  'FieldsV1',
  'JSON',
  // The declarations lack its fields `x-kubernetes-…`; schemas of custom resources are read by their own code.
  'JSONSchemaProps',
  'JSONSchemaPropsOrArray',
  'JSONSchemaPropsOrBool',
  'JSONSchemaPropsOrStringArray',
])

const packageRoot = dirname(createRequire(import.meta.url).resolve('kubernetes-types/package.json'))
const files = ROOTS.map((root) => join(packageRoot, `${root}.d.ts`))
const program = ts.createProgram(files, { noLib: true })
const checker = program.getTypeChecker()
const types = {}

const nameOf = (declaration) => {
  const file = relative(packageRoot, declaration.getSourceFile().fileName).replace(/\.d\.ts$/, '')
  return `${file.replaceAll('/', '.')}.${declaration.name.text}`
}

const shapeOf = (node) => {
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
    case ts.SyntaxKind.LiteralType:
      return 'string'
    case ts.SyntaxKind.NumberKeyword:
      return 'number'
    case ts.SyntaxKind.BooleanKeyword:
      return 'boolean'
    case ts.SyntaxKind.UnionType:
      return node.types.some((type) => type.kind === ts.SyntaxKind.NumberKeyword) ? 'int-or-string' : 'string'
    case ts.SyntaxKind.TypeLiteral:
      return `{}${shapeOf(node.members[0].type)}`
    case ts.SyntaxKind.TypeReference:
      return shapeOfReference(node)
    default:
      return 'any'
  }
}

const shapeOfReference = (node) => {
  const name = node.typeName.getText()
  if (name === 'Array') return `[]${shapeOf(node.typeArguments[0])}`
  if (name in SCALARS) return SCALARS[name]
  if (OPEN.has(name)) return 'any'
  let symbol = checker.getSymbolAtLocation(node.typeName)
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol)
  const declaration = symbol.declarations[0]
  if (ts.isTypeAliasDeclaration(declaration)) return shapeOf(declaration.type)
  visit(declaration)
  return nameOf(declaration)
}

const visit = (declaration) => {
  const name = nameOf(declaration)
  if (name in types) return
  const type = (types[name] = { f: {} })
  const required = []
  for (const member of declaration.members) {
    const field = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText()
    type.f[field] = shapeOf(member.type)
    if (member.questionToken === undefined) required.push(field)
  }
  Object.assign(type.f, LOST_FIELDS[name])
  if (required.length > 0) type.r = required
  for (const [field, key] of Object.entries(MERGE_KEYS[name] ?? {})) {
    if (!(field in type.f)) throw new Error(`${name} has no field ${field}`)
    ;(type.m ??= {})[field] = key
  }
  if (name in RETAIN_KEYS) type.k = RETAIN_KEYS[name]
}

for (const file of files) {
  for (const statement of program.getSourceFile(file).statements) {
    if (ts.isInterfaceDeclaration(statement) && !statement.name.text.endsWith('List')) visit(statement)
  }
}
for (const name of [...Object.keys(MERGE_KEYS), ...Object.keys(RETAIN_KEYS)]) {
  if (!(name in types)) throw new Error(`no type ${name}`)
}
const sorted = Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1)))
const lines = Object.entries(sorted).map(([name, type]) => `${JSON.stringify(name)}:${JSON.stringify(type)}`)
writeFileSync(join(import.meta.dirname, 'kubernetes-schema.json'), `{\n${lines.join(',\n')}\n}\n`)
