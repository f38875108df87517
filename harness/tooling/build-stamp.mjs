import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

// Tells whether dist/ is what a build of these very sources made. Judged by content on both sides: times of files say nothing after a
// checkout, and what is in dist/ may have been changed or deleted since. Nothing but Node is loaded, for this runs before each use of npx.

const STAMP = '.built'

/** All that a build reads. What it does not read, such as tests, may cost a build, never a stale one. */
const FOLDERS = ['harness', 'analysis', 'baselines']
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'node_modules/.package-lock.json']

/**
 * @param {string} root
 * @returns {{ inputs: string, outputs: string }} digests of what a build reads, and of what lies in dist/
 */
export const digests = (root) => ({
  inputs: digestOf(root, [
    ...FOLDERS.flatMap((folder) => filesBelow(join(root, folder))),
    ...FILES.map((file) => join(root, file)),
  ]),
  outputs: digestOf(
    root,
    filesBelow(join(root, 'dist')).filter(
      (file) => !['.tsbuildinfo', STAMP].includes(relative(join(root, 'dist'), file)),
    ),
  ),
})

/**
 * @param {string} root
 * @returns {{ inputs: string, outputs: string } | undefined} what the last build that came to its end left
 */
export const readStamp = (root) => {
  const file = join(root, 'dist', STAMP)
  if (!existsSync(file)) return undefined
  const [inputs = '', outputs = ''] = readFileSync(file, 'utf8').split('\n')
  return { inputs, outputs }
}

/**
 * @param {string} root
 * @param {{ inputs: string, outputs: string }} stamp
 */
export const writeStamp = (root, { inputs, outputs }) =>
  writeFileSync(join(root, 'dist', STAMP), `${inputs}\n${outputs}\n`)

/** @param {string} root */
export const removeStamp = (root) => rmSync(join(root, 'dist', STAMP), { force: true })

/**
 * @param {string} folder
 * @returns {string[]}
 */
const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .toSorted()
    : []

/**
 * @param {string} root
 * @param {readonly string[]} files
 */
const digestOf = (root, files) => {
  const hash = createHash('sha256')
  for (const file of files) {
    const content = existsSync(file) ? readFileSync(file) : Buffer.from('none')
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}
