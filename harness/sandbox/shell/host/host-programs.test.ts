import { describe, expect, it } from 'vitest'
import { createRng } from '../../../adapters/system/create-rng.ts'
import { createSimulation } from '../../engine/create-simulation.ts'
import { createHostShell } from './create-host-shell.ts'
import { formatDate } from '../dates/format-date.ts'
import { parseDate } from '../dates/parse-date.ts'

const START = Date.UTC(2026, 0, 5, 8)

const run = async (command: string, stdin = ''): Promise<readonly [number | null, string, string]> => {
  const simulation = createSimulation({ startMs: START })
  const account = { name: 'ops', uid: 1001, token: 'secret' }
  const shell = createHostShell({ simulation, programs: [], rng: createRng(1) }, account, {
    hostname: 'h',
    roundTripMs: 0,
  })
  const result = await shell.exec({ command, stdin, timeoutMs: 60_000 })
  return [result.status === 'exited' ? result.exitCode : null, result.stdout, result.stderr]
}

describe('grep on files and streams', () => {
  it('names files, counts, and tells missing ones from missing lines', async () => {
    const files = 'echo a > x; echo b > y;'
    expect(await run(`${files} grep . x y`)).toEqual([0, 'x:a\ny:b\n', ''])
    expect(await run(`${files} grep -h . x y; grep -H a x; grep -c . x y; grep -l b x y; grep -L b x y`)).toEqual([
      0,
      'a\nb\nx:a\nx:1\ny:1\ny\nx\n',
      '',
    ])
    expect(await run('grep z nope; echo $?; echo q | grep z; echo $?')).toEqual([
      0,
      '2\n1\n',
      'grep: nope: No such file or directory\n',
    ])
    expect(await run('mkdir d; echo hit > d/f; grep -rn hit d; grep hit d')).toEqual([
      2,
      'd/f:1:hit\n',
      'grep: d: Is a directory\n',
    ])
    expect(await run('echo abc | grep -q b && echo yes')).toEqual([0, 'yes\n', ''])
    expect(
      await run('printf "a\\nb\\n" | grep -e a -e b --color=always | egrep -c "a|b"; echo a+b | fgrep a+'),
    ).toEqual([0, '2\na+b\n', ''])
  })
})

describe('xargs', () => {
  it('groups, replaces and quotes as GNU xargs does', async () => {
    expect(await run('printf "a b\\nc\\n" | xargs -n1 echo x')).toEqual([0, 'x a\nx b\nx c\n', ''])
    expect(await run('printf "a b\\nc\\n" | xargs -I{} echo "[{}]" {}')).toEqual([0, '[a b] a b\n[c] c\n', ''])
    expect(await run('printf "a b\\nc\\n" | xargs')).toEqual([0, 'a b c\n', ''])
    expect(await run(`printf "a 'b c'\\n" | xargs -n 1 echo`)).toEqual([0, 'a\nb c\n', ''])
    expect(await run('printf "a b\\nc\\n" | xargs -L1 echo -')).toEqual([0, '- a b\n- c\n', ''])
    expect(await run('printf "a\\0b c\\0" | xargs -0 -n1 echo')).toEqual([0, 'a\nb c\n', ''])
    expect(await run('printf "" | xargs -r echo never; printf "" | xargs echo once')).toEqual([0, 'once\n', ''])
    expect(await run('printf "x;y\\n" | xargs -I% sh -c "echo %"')).toEqual([127, 'x\n', expect.stringContaining('y')])
  })

  it('reports failing and missing commands', async () => {
    expect(await run('echo a b | xargs -n1 false')).toEqual([123, '', ''])
    expect(await run('echo a | xargs nosuch')).toEqual([127, '', 'xargs: nosuch: No such file or directory\n'])
    expect(await run('echo a | xargs -Z echo')).toMatchObject([1, '', expect.stringContaining("invalid option -- 'Z'")])
  })
})

describe('date', () => {
  it('prints the formats operators use, in UTC', () => {
    const at = Date.UTC(2026, 0, 5, 8, 4, 9, 123)
    expect(formatDate(at, '%Y-%m-%dT%H:%M:%SZ %s %j %u %V %G')).toBe(
      `2026-01-05T08:04:09Z ${Math.floor(at / 1000)} 005 1 02 2026`,
    )
    expect(formatDate(at, '%a %b %e %H:%M:%S %Z %Y|%-d|%_m|%I:%M %p|%F %T|%z %:z|%N %3N|%^a|%%|%Q')).toBe(
      'Mon Jan  5 08:04:09 UTC 2026|5| 1|08:04 AM|2026-01-05 08:04:09|+0000 +00:00|123000000 123|MON|%|%Q',
    )
    expect(formatDate(Date.UTC(2027, 0, 1), '%G-W%V')).toBe('2026-W53')
  })

  it('reads dates, epochs and offsets', () => {
    const shown = (text: string): string | undefined => {
      const ms = parseDate(text, START)
      return ms === undefined ? undefined : new Date(ms).toISOString().replace('.000Z', 'Z')
    }
    expect(shown('5 minutes ago')).toBe('2026-01-05T07:55:00Z')
    expect(shown('-1 hour')).toBe('2026-01-05T07:00:00Z')
    expect(shown('+2 days')).toBe('2026-01-07T08:00:00Z')
    expect(shown('yesterday')).toBe('2026-01-04T08:00:00Z')
    expect(shown('1 month ago')).toBe('2025-12-05T08:00:00Z')
    expect(shown('@0')).toBe('1970-01-01T00:00:00Z')
    expect(shown('2026-01-05')).toBe('2026-01-05T00:00:00Z')
    expect(shown('2026-01-05T10:00:00+02:00')).toBe('2026-01-05T08:00:00Z')
    expect(shown('2026-01-05 07:30:15 UTC')).toBe('2026-01-05T07:30:15Z')
    expect(shown('2026-01-05T07:30:15Z + 1 hour')).toBe('2026-01-05T08:30:15Z')
    expect(shown('now - 30 seconds')).toBe('2026-01-05T07:59:30Z')
    expect(shown('last week')).toBe('2025-12-29T08:00:00Z')
    expect(shown('gibberish')).toBeUndefined()
  })

  it('is a program with flags', async () => {
    expect(
      await run('date; date -u +%T; date -Is; date --iso-8601; date -d "1 hour ago" +%H; date --date=@60 +%s; date -R'),
    ).toEqual([
      0,
      'Mon Jan  5 08:00:00 UTC 2026\n08:00:00\n2026-01-05T08:00:00+00:00\n2026-01-05\n07\n60\nMon, 05 Jan 2026 08:00:00 +0000\n',
      '',
    ])
    expect(await run('date -d nonsense')).toEqual([1, '', 'date: invalid date ‘nonsense’\n'])
  })
})
