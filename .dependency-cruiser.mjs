// The direction of imports. harness/tooling/import-direction.test.ts shows for every rule that it can fail.

const siblings =
  'harness/(?:pipeline|policy|sandbox|adapters|planners|generators|verifiers|optimizers)|baselines|analysis'
const tests = '[.]test[.]ts$'
// Wiring, and the scripts of the repository, which do not ship.
const wiring = '^harness/(?:cli|bench|testing|tooling)/|[.]mjs$'
const edges = `^harness/(?:adapters|sandbox/ssh|sandbox/http|sandbox/shell)/|^analysis/render/|${wiring}`

// Node's modules that neither do I/O nor know the time.
const pureNodeModules =
  '^(?:node:)?(?:assert|assert/strict|buffer|crypto|events|path|path/posix|string_decoder|url|util)$'

// Packages that neither do I/O nor know the time: used wherever they are needed.
const purePackages = [
  'zod',
  'yaml',
  'jsonpath-rfc9535',
  'croner',
  'diff',
  'fastest-levenshtein',
  'pure-rand',
  'kubernetes-types',
  '@stdlib/stats-base-dists-[^/]+',
]

// Packages with an edge of their own: one place each.
export const packageHomes = {
  'better-sqlite3': '^harness/adapters/sqlite/',
  openai: '^harness/adapters/openai/',
  ssh2: '^harness/(?:adapters|sandbox)/ssh/',
  ws: '^harness/sandbox/http/',
  '@bufbuild/protobuf': '^harness/sandbox/http/',
  zx: '^harness/(?:adapters/local|tooling)/',
  vega: '^analysis/render/',
  'vega-lite': '^analysis/(?:render|figures)/',
  '@resvg/resvg-js': '^analysis/render/',
  fontkit: '^analysis/render/',
  '@expo-google-fonts/inter': '^analysis/render/',
  commander: '^harness/cli/',
  'cli-table3': '^harness/cli/',
  'cli-progress': '^harness/cli/',
  // Its parser is the shell grammar, which the policy reads commands with; its interpreter is the sandbox's shell.
  'just-bash': '^harness/(?:sandbox/(?:shell|processes)|policy)/',
}

// The sandbox's kernel, lowest first; a layer imports itself and the layers below.
const kernel = [
  'engine|text-diff',
  'api',
  'controllers|scheduler|kubelet|processes|network|metrics|chaos|images',
  'kubectl',
  'shell',
  'ssh|http',
]

/** @param {string} names */
const inPackage = (names) => `(?:^|/)node_modules/(?:@types/)?(?:${names})/`

/** @param {string} name */
export const homeRule = (name) => `home-of-${name.replace(/[@/]+/g, '-')}`

/** @typedef {import('dependency-cruiser').IRegularForbiddenRuleType} Rule */

/** @type {(name: string, comment: string, from: Rule['from'], to: Rule['to']) => Rule} */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid('no-cycle', 'Two files that import each other are one file.', {}, { circular: true }),
    {
      ...forbid('no-folder-cycle', 'Two folders that import each other are one folder.', {}, { circular: true }),
      scope: 'folder',
    },
    forbid('unresolvable', 'The imported file or package does not exist.', {}, { couldNotResolve: true }),
    forbid(
      'domain-imports-zod-only',
      'Nouns know nothing but their schema language.',
      { path: '^harness/domain/', pathNot: tests },
      { pathNot: ['^harness/domain/', inPackage('zod')] },
    ),
    forbid(
      'ports-import-domain-only',
      'A port is an interface over nouns.',
      { path: '^harness/ports/', pathNot: tests },
      { pathNot: '^harness/(?:ports|domain)/' },
    ),
    forbid(
      'known-folder',
      'A folder has a place in the order of imports before it has files.',
      {
        path: '^harness/',
        pathNot: `^(?:${siblings}|harness/(?:domain|ports|runner|cluster|cli|bench|testing|tooling))/`,
      },
      {},
    ),
    forbid(
      'runner-imports-ports-only',
      'How a skill is carried out is shared by the parts and knows none of them.',
      { path: '^harness/runner/', pathNot: tests },
      { path: '^(?:harness|baselines|analysis)/', pathNot: '^harness/(?:runner|ports|domain)/' },
    ),
    forbid(
      'cluster-is-for-wiring',
      'Tenancy on a shared cluster implements a port of the pipeline, in its words; only the command line picks it.',
      { pathNot: `${tests}|${wiring}|^harness/cluster/` },
      { path: '^harness/cluster/' },
    ),
    forbid(
      'cluster-uses-pipeline-and-policy',
      'Tenancy reaches hosts through the port of shells, whatever is behind it.',
      { path: '^harness/cluster/', pathNot: tests },
      {
        path: '^(?:harness|baselines|analysis)/',
        pathNot: '^harness/(?:cluster|pipeline|policy|runner|ports|domain)/',
      },
    ),
    forbid(
      'siblings-apart',
      'Parts meet in harness/cli/compose only; the pipeline may ask the policy.',
      { path: `^(${siblings})/`, pathNot: tests },
      { path: `^(?:${siblings})/`, pathNot: ['^$1/', '^harness/policy/'] },
    ),
    forbid(
      'policy-serves-pipeline-only',
      'Every other part is handed the gate as a port.',
      { path: `^(?:${siblings})/`, pathNot: [tests, '^harness/(?:pipeline|policy)/'] },
      { path: '^harness/policy/' },
    ),
    forbid(
      'adapters-apart',
      'An adapter stands for one outside thing and does not know the others.',
      { path: '^harness/adapters/([^/]+)/', pathNot: tests },
      { path: '^harness/adapters/', pathNot: '^harness/adapters/$1/' },
    ),
    forbid(
      'methods-see-no-oracle',
      'A loop receives card, shell, limits and chance; not even its tests reach the rest.',
      { path: '^baselines/' },
      { path: '^harness/(?:pipeline|sandbox|adapters|cli)/|^tasks/' },
    ),
    forbid(
      'wiring-is-the-top',
      'The command line wires the parts; no part imports it.',
      { pathNot: '^harness/(?:cli|bench)/' },
      { path: '^harness/(?:cli|bench)/' },
    ),
    forbid(
      'fakes-are-for-tests',
      'Factories and fakes do not ship.',
      { pathNot: [tests, '^harness/(?:testing|bench)/'] },
      { path: '^harness/testing/' },
    ),
    forbid('tests-are-leaves', 'Nothing imports a test.', {}, { path: tests }),
    forbid(
      'io-at-the-edge',
      'Files, sockets, processes, timers and the machine belong to an adapter or another edge.',
      { pathNot: [tests, edges] },
      { dependencyTypes: ['core'], pathNot: pureNodeModules },
    ),
    forbid(
      'pure-packages-inside',
      'Inside, a package is on the list of pure ones, or at home there.',
      { pathNot: [tests, edges] },
      {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: inPackage([...purePackages, ...Object.keys(packageHomes)].join('|')),
      },
    ),
    forbid(
      'undeclared-package',
      'A package that is imported is declared in package.json.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-bundled'] },
    ),
    forbid(
      'development-package-shipped',
      'What ships does not need a development dependency at run time.',
      { pathNot: [tests, '^harness/(?:testing|bench|tooling)/', '[.]mjs$'] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    ...Object.entries(packageHomes).map(([name, home]) =>
      forbid(
        homeRule(name),
        'One third party, one place.',
        { pathNot: [tests, '^harness/(?:bench|testing)/', home] },
        { path: inPackage(name) },
      ),
    ),
    ...kernel
      .slice(0, -1)
      .map((layer, index) =>
        forbid(
          `kernel-${layer.split('|')[0]}`,
          'The sandbox kernel: engine, api, controllers and the like, kubectl, shell, servers; imports point down.',
          { path: `^harness/sandbox/(?:${layer})/`, pathNot: tests },
          { path: `^harness/sandbox/(?:${kernel.slice(index + 1).join('|')})/` },
        ),
      ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|results|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
