import ssh2 from 'ssh2'
import { expect, it } from 'vitest'
import { generateKey } from './keys.ts'

it('makes keys that can be read back, every one of them', () => {
  const unreadable = Array.from({ length: 1000 }, generateKey).filter(
    ({ privateKey }) => ssh2.utils.parseKey(privateKey) instanceof Error,
  )
  expect(unreadable).toEqual([])
})
