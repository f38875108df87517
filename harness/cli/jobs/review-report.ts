import { optimizerOf } from '../compose/components.ts'
import { readDocument } from '../compose/documents.ts'
import { lazyModel } from '../compose/model.ts'
import { collectingSink } from '../terminal/collecting-sink.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { fallbackLines, usesOf } from './component-uses.ts'

export interface ReviewRequest {
  readonly report: string
  readonly optimizer: 'heuristic' | 'llm'
  readonly optimizerModel: string
  readonly optimizerBaseUrl?: string
  readonly optimizerApiKeyEnv: string
}

/** Says what a saved report teaches. The report is judged, not the run: a report of a failed run is reviewed all the same. */
export const reviewReport = async ({ printer }: CommandContext, request: ReviewRequest): Promise<ExitCode> => {
  const report = await readDocument({ warn: printer.log }, request.report, 'report')
  const trace = collectingSink()
  const model = lazyModel({
    model: request.optimizerModel,
    baseUrl: request.optimizerBaseUrl,
    apiKeyEnv: request.optimizerApiKeyEnv,
  })
  const optimizer = optimizerOf(request.optimizer, { model, trace })
  const { notes } = (await optimizer?.repair({ skill: null, report, failures: [] })) ?? { notes: [] }
  const components = usesOf(trace, { optimizer: request.optimizer })
  for (const line of fallbackLines(components)) printer.log(line)
  printer.result({
    json: () => ({ skill: report.skill_name, notes, components }),
    text: (paint) =>
      [
        paint.strong(report.skill_name),
        ...(notes.length === 0 ? ['nothing to say against it'] : notes.map((note) => `- ${note}`)),
      ].join('\n'),
  })
  return exitCode.done
}
