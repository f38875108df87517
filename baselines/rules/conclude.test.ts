import { describe, expect, it } from 'vitest'
import type { Finding } from '../../harness/domain/finding.ts'
import type { TaskCard } from '../../harness/domain/task.ts'
import { conclude, type Sighting } from './conclude.ts'

const card = (extra: Partial<TaskCard> = {}): TaskCard => ({
  name: 'c',
  intent: 'look',
  namespace: 'n',
  scope: { allow: [] },
  ...extra,
})
const seen = (skill: string, finding: Finding): Sighting => ({ skill, finding })
const calm = seen('usage', { answer: 'no', cause: 'none', evidence: ['web-1 3m 10Mi'] })
const late = seen('requests', {
  answer: 'yes',
  object: 'Deployment/web',
  cause: 'network',
  evidence: ['http://web/ 200 0.4'],
})
const busy = seen('usage', { answer: 'yes', object: 'Deployment/web', cause: 'cpu', evidence: ['web-1 499m 10Mi'] })
const other = seen('usage', { answer: 'yes', object: 'Deployment/api', cause: 'cpu', evidence: ['api-1 499m 10Mi'] })

describe('a conclusion from sightings', () => {
  it('prefers the cause that explains the others: a busy CPU also makes answers late', () => {
    expect(conclude(card(), 'root-cause', [late, busy]).finding.cause).toBe('cpu')
  })

  it('answers no, with what was seen to be well, when nothing shows a sign', () => {
    expect(conclude(card(), 'anomaly', [calm])).toEqual({
      finding: { answer: 'no', cause: 'none', evidence: ['web-1 3m 10Mi'] },
      basis: null,
    })
  })

  it('does not blame a workload that the card does not ask about', () => {
    expect(conclude(card({ workload: 'web' }), 'recovered', [calm, other]).finding.answer).toBe('yes')
    expect(conclude(card({ workload: 'web' }), 'recovered', [calm, busy]).finding.answer).toBe('no')
  })

  it('says of a recovery the opposite of what it says of an anomaly', () => {
    expect(conclude(card(), 'anomaly', [busy]).finding.answer).toBe('yes')
    expect(conclude(card(), 'recovered', [busy]).finding.answer).toBe('no')
  })
})
