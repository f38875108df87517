import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findPackageRoot } from './find-package-root.ts'

it('finds the folder that holds the project from anywhere inside', () => {
  expect(existsSync(join(findPackageRoot(), 'harness', 'domain'))).toBe(true)
  expect(findPackageRoot(join(findPackageRoot(), 'node_modules', 'zod'))).toBe(findPackageRoot())
})

it('says where it looked when there is none', () => {
  expect(() => findPackageRoot('/')).toThrow('no package.json of opsskill lies above /')
})
