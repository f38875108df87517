import type { CauseClass, Finding, Question } from '../../harness/domain/finding.ts'
import type { TaskCard } from '../../harness/domain/task.ts'

/** What one observation skill found, by the skill's own rules. */
export interface Sighting {
  readonly skill: string
  readonly finding: Finding
}

// A saturated CPU makes answers late, and a killed container drops out of the metrics: the nearer sign wins.
const NEAREST_FIRST: readonly CauseClass[] = ['memory', 'cpu', 'network', 'none']

/**
 * Answers a card's question from sightings. A sighting that says yes is a sign of trouble (or of a rollout); on a card that
 * names a workload, signs on others do not count. Without a sign the answer quotes everything that was seen to be well.
 * @returns the finding, and the sighting it rests on (null: it rests on the absence of signs)
 */
export const conclude = (
  card: TaskCard,
  question: Question,
  sightings: readonly Sighting[],
): { readonly finding: Finding; readonly basis: Sighting | null } => {
  const signs = sightings
    .filter(({ finding }) => finding.answer === 'yes' && concerns(card, finding))
    .toSorted((a, b) => rank(a) - rank(b))
  const calm = sightings.filter(({ finding }) => finding.answer === 'no').flatMap(({ finding }) => finding.evidence)
  const sign = signs[0]
  switch (question) {
    case 'anomaly':
    case 'root-cause':
      return sign === undefined
        ? { finding: { answer: 'no', cause: 'none', evidence: calm }, basis: null }
        : { finding: sign.finding, basis: sign }
    case 'recent-change':
      return sign === undefined
        ? { finding: { answer: 'no', evidence: calm }, basis: null }
        : { finding: sign.finding, basis: sign }
    case 'recovered':
      return sign === undefined
        ? { finding: { answer: 'yes', evidence: calm }, basis: null }
        : { finding: { answer: 'no', evidence: sign.finding.evidence }, basis: sign }
  }
}

const concerns = (card: TaskCard, finding: Finding): boolean =>
  card.workload === undefined || finding.object === undefined || finding.object === `Deployment/${card.workload}`

const rank = ({ finding }: Sighting): number => NEAREST_FIRST.indexOf(finding.cause ?? 'none')
