import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { $, glob } from 'zx'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const config = `${repository}.dependency-cruiser.mjs`
const cruiser = `${repository}node_modules/dependency-cruiser/bin/dependency-cruise.mjs`

/**
 * Checks the imports of every TypeScript file below `root` against .dependency-cruiser.mjs.
 *
 * dependency-cruiser reports success when it understood no file at all, so the files on disk are counted against it:
 * `missed` lists those that it did not see.
 *
 * @param {string} root
 * @returns {Promise<{ cruised: number, missed: string[], violations: { rule: string, from: string, to: string }[] }>}
 */
export const checkImportDirection = async (root) => {
  const folders = ['harness', 'baselines', 'analysis'].filter((folder) => existsSync(`${root}/${folder}`))
  const onDisk = await glob(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: root },
  )
  const cruise = async (/** @type {string[]} */ ...flags) =>
    parse(
      await $({
        cwd: root,
        nothrow: true,
        quiet: true,
      })`node ${cruiser} --config ${config} --output-type json ${flags} ${folders}`,
    )
  const [everything, shipped] = await Promise.all([cruise(), cruise('--exclude', NOT_SHIPPED)])
  const whole = compare(onDisk, everything)
  return {
    ...whole,
    violations: [
      ...whole.violations.filter(({ rule }) => rule !== FOLDER_RULE),
      ...compare([], shipped).violations.filter(({ rule }) => rule === FOLDER_RULE),
    ],
  }
}

// A test reaches across folders, and factories stand above what they build: only the folders of what ships are held apart.
const FOLDER_RULE = 'no-folder-cycle'
const NOT_SHIPPED = String.raw`^(?:dist|results|coverage)/|[.]test[.]ts$|^harness/testing/`

/**
 * @param {readonly string[]} onDisk
 * @param {{ modules: readonly { source: string }[], summary: { violations: readonly { rule: { name: string }, from: string, to: string }[] } }} report
 */
export const compare = (onDisk, report) => {
  const seen = new Set(report.modules.map((module) => module.source))
  return {
    cruised: onDisk.filter((file) => seen.has(file)).length,
    missed: onDisk.filter((file) => !seen.has(file)),
    violations: report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}

/** @param {import('zx').ProcessOutput} run */
const parse = (run) => {
  try {
    return /** @type {import('dependency-cruiser').ICruiseResult} */ (JSON.parse(run.stdout))
  } catch (cause) {
    throw new Error(`dependency-cruiser printed no report: ${run.stderr || run.stdout.slice(0, 400)}`, { cause })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { cruised, missed, violations } = await checkImportDirection(repository)
  for (const { rule, from, to } of violations) console.error(`${from} -> ${to}: ${rule}`)
  for (const file of missed) console.error(`${file}: not seen by dependency-cruiser`)
  console.log(`${cruised} modules, ${violations.length} violations, ${missed.length} not seen`)
  process.exitCode = cruised > 0 && violations.length === 0 && missed.length === 0 ? 0 : 1
}
