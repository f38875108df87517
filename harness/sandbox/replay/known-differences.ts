import { parse } from 'yaml'
import { z } from 'zod'

const KnownDifferences = z.array(
  z.strictObject({
    /** Regular expression on the ids of the cases. */
    cases: z.string().min(1),
    reason: z.string().min(1),
  }),
)

/** Why a case does not come out as recorded, by id; `undefined` where no reason is listed. The first entry that fits counts. */
export const readKnownDifferences = (text: string): ((id: string) => string | undefined) => {
  const entries = KnownDifferences.parse(parse(text)).map(({ cases, reason }) => ({
    pattern: new RegExp(cases),
    reason,
  }))
  return (id) => entries.find(({ pattern }) => pattern.test(id))?.reason
}
