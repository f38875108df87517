import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lintFault } from '../../pipeline/lint-fault.ts'
import { readFaults } from '../compose/read-faults.ts'
import { projectRoot } from '../compose/read-project.ts'
import { faultTable } from './fault-table.ts'

const library = await readFaults({ warn: () => undefined })

test('faults/README.md holds the table of all faults (opsskill faults list --markdown prints it)', async () => {
  const readme = await readFile(join(projectRoot(), 'faults/README.md'), 'utf8')
  expect(readme).toContain(faultTable(library.faults))
})

test('there are 50 faults in 12 domains at least', () => {
  expect(library.faults.length).toBeGreaterThanOrEqual(50)
  expect(new Set(library.faults.map(({ fault }) => fault.domain)).size).toBeGreaterThanOrEqual(12)
})

test.each(library.faults)('$path is seen as operators see, and has the fields of its kinds', ({ path, fault }) => {
  expect(lintFault(fault)).toEqual([])
  expect(path).toBe(`${fault.domain}/${path.split('/')[1]}`)
  expect(() => library.appOf(fault)).not.toThrow()
})
