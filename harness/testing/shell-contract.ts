import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stdoutOf } from '../domain/command-outcome.ts'
import type { CommandOutcome } from '../domain/command-outcome.ts'
import type { Shell } from '../ports/shell.ts'
import { missingPrograms } from './missing-programs.ts'

export interface ShellUnderTest {
  readonly shell: Shell
  /** Largest output in bytes that is kept. */
  readonly outputLimitBytes: number
  readonly close: () => Promise<void>
}

/**
 * What every implementation of the port `Shell` does alike. It needs bash and coreutils at the other end.
 * @param programs without which it cannot be opened
 */
export const describeShell = (
  name: string,
  open: () => Promise<ShellUnderTest>,
  programs: readonly string[] = [],
): void => {
  describe.skipIf(missingPrograms(...programs).length > 0)(`the shell of ${name}`, () => {
    let opened: ShellUnderTest
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened.close())

    const run = (command: string, options: { stdin?: string; timeoutMs?: number; signal?: AbortSignal } = {}) =>
      opened.shell.exec(command, { timeoutMs: 20_000, ...options })

    it('returns stdout, stderr and the exit code apart', async () => {
      const outcome = await run('echo out; echo err >&2; exit 3')
      expect(outcome).toMatchObject({
        status: 'exited',
        exitCode: 3,
        stdout: 'out\n',
        stderr: 'err\n',
        truncated: false,
      })
    })

    it('leaves stderr as it is, whatever it looks like', async () => {
      const line = ': run.it; echo $$ >&2; ls: run.sh; echo $$ >&2; '
      expect(await run(`echo '${line}' >&2`)).toMatchObject({ exitCode: 0, stderr: `${line}\n` })
    })

    it.each([0, 1, 2, 124, 126, 127, 130, 137, 255])('passes on exit code %i', async (code) => {
      expect(await run(`exit ${code}`)).toMatchObject({ status: 'exited', exitCode: code, stdout: '', stderr: '' })
    })

    it('takes the command line as it stands: quotes, variables, pipes, here-documents', async () => {
      const lines = [`x='a  b'; echo "$x" 'it'"'"'s' \\$HOME | cat`, 'cat <<EOF', '  two: $((1 + 1))', 'EOF']
      expect(stdoutOf(await run(lines.join('\n')))).toBe("a  b it's $HOME\n  two: 2\n")
    })

    it('streams stdin to the command, and ends it', async () => {
      const stdin = `${'é'.repeat(20_000)}\nlast line without an end`
      expect(stdoutOf(await run('cat', { stdin }))).toBe(stdin)
      expect(stdoutOf(await run('wc -c | tr -d " "'))).toBe('0\n')
    })

    it('starts every command in the same place with the same variables', async () => {
      const before = stdoutOf(await run('pwd; env | grep -v "^_=" | sort'))
      await run('cd /; export LEFT_OVER=1')
      expect(stdoutOf(await run('pwd; env | grep -v "^_=" | sort'))).toBe(before)
    })

    it('keeps output up to its limit and says that it was cut', async () => {
      const { outputLimitBytes } = opened
      const exact = await run('cat', { stdin: 'x'.repeat(outputLimitBytes) })
      const over = await run('cat', { stdin: 'x'.repeat(outputLimitBytes + 1) })
      expect(summary(exact)).toEqual([outputLimitBytes, false])
      expect(summary(over)).toEqual([outputLimitBytes, true])
    })

    it('ends a command at its limit, with what it had printed', async () => {
      const outcome = await run('echo started; sleep 600; echo late', { timeoutMs: 400 })
      expect(outcome).toMatchObject({ status: 'timed-out', limitMs: 400, stdout: 'started\n', stderr: '' })
      expect(outcome).toSatisfy((late: CommandOutcome) => 'durationMs' in late && late.durationMs >= 400)
    })

    it('measures the time of the cluster', async () => {
      const outcome = await run('sleep 0.25')
      expect(outcome).toSatisfy((slept: CommandOutcome) => 'durationMs' in slept && slept.durationMs >= 250)
    })

    it('stops when it is aborted', async () => {
      const reason = new Error('enough')
      await expect(run('echo never', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    })

    it('does not confuse commands that run together', async () => {
      const outcomes = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => run(`echo ${number}; exit ${number}`)))
      expect(outcomes).toMatchObject(
        [1, 2, 3, 4, 5, 6].map((number) => ({ exitCode: number, stdout: `${number}\n`, stderr: '' })),
      )
    })

    it('runs kubectl', async () => {
      expect(await run('kubectl get pods -o name 2>/dev/null | wc -l')).toMatchObject({ status: 'exited', exitCode: 0 })
      expect(stdoutOf(await run('command -v kubectl'))).toMatch(/kubectl\n$/)
    })
  })
}

const summary = (outcome: CommandOutcome): readonly [number, boolean] =>
  outcome.status === 'exited' ? [outcome.stdout.length, outcome.truncated] : [-1, false]
