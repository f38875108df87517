import { stringify } from 'yaml'
import type { ExecutionReport } from '../../domain/execution-report.ts'
import type { Skill } from '../../domain/skill.ts'
import { generatorOf } from '../compose/components.ts'
import { lazyModel } from '../compose/model.ts'
import { readCard } from '../compose/read-card.ts'
import { collectingSink } from '../terminal/collecting-sink.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { claimOutput } from './claim-output.ts'
import { fallbackLines, usesOf } from './component-uses.ts'
import { writeTextFile } from './write-file.ts'

export interface GenerateRequest {
  readonly task: string
  readonly out: string
  /** Write over an older file. */
  readonly force?: boolean
  readonly generator: 'template' | 'llm'
  readonly model: string
  readonly baseUrl?: string
  readonly apiKeyEnv: string
}

/** Writes a skill for a task card, as YAML. */
export const generateSkill = async ({ printer }: CommandContext, request: GenerateRequest): Promise<ExitCode> => {
  const { task, out, generator: variant, model, baseUrl, apiKeyEnv } = request
  const keepOlder = request.force === true ? {} : { keepOlder: 'name another file, or replace it with --force' }
  await claimOutput(printer, { flag: 'OUT', file: out, inputs: [task], ...keepOlder })
  const card = await readCard({ warn: printer.log }, task)
  const trace = collectingSink()
  const generator = generatorOf(variant, { model: lazyModel({ model, baseUrl, apiKeyEnv }), trace })
  const written = await generator?.generate({ card, basis: null })
  if (written === undefined) throw new RangeError(`no generator ${variant}`)
  const components = usesOf(trace, { generator: variant })
  const skill = signed(written, components)
  await writeTextFile(out, stringify(skill, { lineWidth: 0 }))
  for (const line of fallbackLines(components)) printer.log(line)
  printer.result({
    json: () => ({ skill: skill.name, file: out, components }),
    text: (paint) => `wrote ${paint.strong(skill.name)} to ${out}`,
  })
  return exitCode.done
}

/** The file itself says who wrote it where a model was asked: whoever finds it later has neither the command nor its log. */
const signed = (skill: Skill, components: NonNullable<ExecutionReport['components']>): Skill => {
  const use = components.find(({ requested }) => requested === 'llm')
  if (use === undefined) return skill
  const { requested, used, reason } = use
  return { ...skill, metadata: { ...skill.metadata, generator: { requested, used, reason } } }
}
