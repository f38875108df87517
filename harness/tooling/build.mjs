import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digests, readStamp, removeStamp, writeStamp } from './build-stamp.mjs'

// Compiles to dist/, and lays the data that code reads from beside itself (behaviour of images, migrations, fonts)
// next to the compiled files, so that `new URL('./x.yaml', import.meta.url)` means the same before and after.
// Does nothing where dist/ is what these sources make: npm builds whenever it links the package, as `npx` does.

const root = fileURLToPath(new URL('../..', import.meta.url))
process.chdir(root)

const notShipped = ['**/*.ts', '**/*.mjs', '**/*.md', '**/*.test.*', '**/testdata/**', '**/tsconfig*.json']

const build = async () => {
  const { $, glob } = await import('zx')
  const compiler = 'node_modules/typescript/bin/tsc'
  const { exitCode } = await $({
    stdio: 'inherit',
    nothrow: true,
  })`node ${compiler} -p harness/tooling/tsconfig.build.json`
  if (exitCode !== 0) process.exit(1)

  // The YAML of baselines/ is the user's and is read where it lies.
  const assets = await glob(['harness/**/*', 'analysis/**/*'], { ignore: notShipped })
  for (const asset of assets) {
    const target = join('dist', asset)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(asset, target)
  }

  // The compiler leaves behind the output of files that were renamed or deleted.
  const wanted = new Set(assets)
  for (const output of await glob('**/*', { cwd: 'dist', ignore: ['.tsbuildinfo'] })) {
    if (!wanted.has(output) && !existsSync(output.replace(/[.]js$/, '.ts'))) rmSync(join('dist', output))
  }
}

const before = digests(root)
const stamp = readStamp(root)
if (stamp?.inputs === before.inputs && stamp.outputs === before.outputs) {
  console.log('dist/ is what these sources make: nothing to build')
} else {
  // The compiler goes by its own notes, and does not see what was changed or deleted in dist/.
  if (stamp?.outputs !== before.outputs) rmSync('dist/.tsbuildinfo', { force: true })
  removeStamp(root)
  await build()
  const after = digests(root)
  // What was edited meanwhile may be in dist/ or not.
  if (after.inputs === before.inputs) writeStamp(root, after)
}

const main = 'dist/harness/cli/main.js'
if (existsSync(main)) chmodSync(main, 0o755)
