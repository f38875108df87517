/** Which rows an analysis reads. */
export type Selection = {
  readonly sweepId: string
  /** Trials in which a component fell back to another variant than the one asked for: left out unless told otherwise. */
  readonly fallbacks: 'exclude' | 'include'
}

/** Opens every query: the attempts that count, as the table `counted`. Complete SQL, to be run by hand as it stands. */
export const countedTrials = ({ sweepId, fallbacks }: Selection): string =>
  [
    'WITH counted AS (',
    '  SELECT * FROM result',
    `  WHERE sweep_id = ${quote(sweepId)}`,
    ...(fallbacks === 'exclude'
      ? [
          '    AND NOT EXISTS (SELECT 1 FROM component_use AS use',
          `                    WHERE ${SAME_ATTEMPT} AND use.requested <> use.used)`,
        ]
      : []),
    ')',
  ].join('\n')

/** A text as an SQL literal. */
export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

const SAME_ATTEMPT = 'use.trial_id = result.trial_id AND use.attempt_no = result.attempt_no'
