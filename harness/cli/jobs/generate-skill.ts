import { resolve } from 'node:path'
import { stringify } from 'yaml'
import { UsageError } from '../../domain/errors.ts'
import { generatorOf } from '../compose/components.ts'
import { lazyModel } from '../compose/model.ts'
import { readCard } from '../compose/read-card.ts'
import { collectingSink } from '../terminal/collecting-sink.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { fallbackLines, usesOf } from './component-uses.ts'
import { writeTextFile } from './write-file.ts'

export interface GenerateRequest {
  readonly task: string
  readonly out: string
  readonly generator: 'template' | 'llm'
  readonly model: string
  readonly baseUrl?: string
  readonly apiKeyEnv: string
}

/** Writes a skill for a task card, as YAML. */
export const generateSkill = async ({ printer }: CommandContext, request: GenerateRequest): Promise<ExitCode> => {
  const { task, out, generator: variant, model, baseUrl, apiKeyEnv } = request
  if (resolve(task) === resolve(out))
    throw new UsageError(`${out}: is the task card itself; name another file for the skill`)
  const card = await readCard({ warn: printer.log }, task)
  const trace = collectingSink()
  const generator = generatorOf(variant, { model: lazyModel({ model, baseUrl, apiKeyEnv }), trace })
  const skill = await generator?.generate({ card, basis: null })
  await writeTextFile(out, stringify(skill, { lineWidth: 0 }))
  const components = usesOf(trace, { generator: variant })
  for (const line of fallbackLines(components)) printer.log(line)
  printer.result({
    json: () => ({ skill: skill?.name, file: out, components }),
    text: (paint) => `wrote ${paint.strong(skill?.name ?? '')} to ${out}`,
  })
  return exitCode.done
}
