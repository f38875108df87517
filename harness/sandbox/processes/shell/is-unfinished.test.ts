import { expect, it } from 'vitest'
import { isUnfinished } from './is-unfinished.ts'

it.each([
  'for i in 1 2',
  'if true; then',
  'echo "abc',
  'echo a |',
  'echo a &&',
  'f() {',
  'cat <<EOF\nx',
  '(',
  'echo \\',
])('waits for the rest of: %s', (text) => expect(isUnfinished(`${text}\n`)).toBe(true))

it.each(['ls', 'for i in 1; do echo $i; done', 'fi', 'cat <<EOF\nx\nEOF', "echo '<<'", 'echo $(ls)', ''])(
  'takes as it stands: %s',
  (text) => expect(isUnfinished(`${text}\n`)).toBe(false),
)
