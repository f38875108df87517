import type { ExecutionReport } from '../../domain/execution-report.ts'
import type { ComponentName } from '../../domain/method.ts'
import { componentUses } from '../../runner/ask-model.ts'
import type { collectingSink } from '../terminal/collecting-sink.ts'

/** Which variant was asked for and which answered; one that never had to choose answered as it was asked. */
export const usesOf = (
  { events }: Pick<ReturnType<typeof collectingSink>, 'events'>,
  requested: Readonly<Partial<Record<ComponentName, string>>>,
): NonNullable<ExecutionReport['components']> => {
  const told = componentUses(events)
  const silent = Object.entries(requested).filter(([name]) => !told.some(({ component }) => component === name))
  return [
    ...told,
    ...silent.flatMap(([component, variant]) =>
      variant === 'llm' ? [] : [{ component, requested: variant, used: variant, reason: 'as requested' }],
    ),
  ]
}

/** The lines that tell of a fallback; none where everything answered as it was asked. */
export const fallbackLines = (uses: NonNullable<ExecutionReport['components']>): readonly string[] =>
  uses
    .filter(({ requested, used }) => requested !== used)
    .map(
      ({ component, requested, used, reason }) =>
        `warning: ${component} ${requested} was requested, ${used === 'none' ? 'but was not asked' : `${used} answered`}: ${reason}`,
    )
