import { type CaseLevel, summarise } from './measure.ts'
import { blockOf } from './split-blocks.ts'

export interface SessionLevels {
  readonly name: string
  readonly levels: readonly CaseLevel[]
}

/** The page that says how close the sandbox comes to the recorded cluster, in Markdown. */
export const conformancePage = (
  sessions: readonly SessionLevels[],
  reasonFor: (id: string) => string | undefined,
): string =>
  [
    '# How close the sandbox comes to a recorded cluster',
    '',
    'Written by `npm run conformance`; not to be edited. Exit codes and outputs of `testdata/*/session.jsonl`, compared line by line after',
    'times, ages, generated names, addresses, uids and column widths are taken out. Similarity is twice the longest common subsequence of',
    'lines over the number of lines. Reasons come from `testdata/known-differences.yaml`.',
    '',
    ...sessions.flatMap((session) => section(session, reasonFor)),
  ].join('\n')

const section = ({ name, levels }: SessionLevels, reasonFor: (id: string) => string | undefined): readonly string[] => {
  const blocks = [...new Set(levels.map(({ id }) => blockOf(id)))]
  const rows =
    blocks.length > 1 ? blocks.map((block) => [block, levels.filter(({ id }) => blockOf(id) === block)] as const) : []
  const differing = levels.filter(({ isExact }) => !isExact).toSorted((a, b) => a.similarity - b.similarity)
  return [
    `## ${name}`,
    '',
    '| block | cases | exit codes agree | exact | mean similarity |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...[['all', levels] as const, ...rows].map(([block, some]) => {
      const { cases, exitAgrees, exact, mean } = summarise(some)
      return `| ${block} | ${cases} | ${exitAgrees} | ${exact} | ${mean.toFixed(3)} |`
    }),
    '',
    `The cases that are not exact, worst first:`,
    '',
    '| case | similarity | exit code | known difference |',
    '| --- | ---: | --- | --- |',
    ...differing.map(
      ({ id, similarity, exitAgrees }) =>
        `| ${id} | ${similarity.toFixed(3)} | ${exitAgrees ? 'agrees' : 'differs'} | ${reasonFor(id) ?? ''} |`,
    ),
    '',
  ]
}
