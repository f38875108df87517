import type { ExecutionReport } from '../../domain/execution-report.ts'
import type { Skill } from '../../domain/skill.ts'
import type { TaskCard } from '../../domain/task.ts'
import { runSkill } from '../../runner/run-skill.ts'
import { verifierOf } from '../compose/components.ts'
import { readDocument } from '../compose/documents.ts'
import { lazyModel } from '../compose/model.ts'
import { type Place, withPlace } from '../compose/place.ts'
import { mayMutate, readOnlyGate } from '../compose/read-only-gate.ts'
import { collectingSink } from '../terminal/collecting-sink.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { describeReport } from '../terminal/describe-report.ts'
import { claimReport } from './claim-output.ts'
import { fallbackLines, usesOf } from './component-uses.ts'
import { writeJsonFile } from './write-file.ts'

export interface RunRequest {
  readonly skill: string
  readonly cluster: string | undefined
  /** The user's consent to its actions. */
  readonly execute?: boolean
  readonly verifier: 'heuristic' | 'llm'
  readonly verifierModel: string
  readonly verifierBaseUrl?: string
  readonly verifierApiKeyEnv: string
  readonly reportOut?: string
}

/** Runs a skill's checks, and with consent its actions; judges the result by signals of its own; prints the report. */
export const runSkillFile = async (context: CommandContext, request: RunRequest): Promise<ExitCode> => {
  const { printer } = context
  const skill = await readDocument({ warn: printer.log }, request.skill, 'skill')
  if (request.reportOut !== undefined) await claimReport(context, request.reportOut, [request.skill, request.cluster])
  if (request.execute === true)
    context.io.whenStoppedAtOnce(
      () => `a step of ${request.skill} may be half done, and its way back has not run: npx opsskill rollback runs it`,
    )
  const report = await withPlace(context, request.cluster, (place) => carryOut(context, place, skill, request))
  for (const line of fallbackLines(report.components ?? [])) printer.log(line)
  if (request.reportOut !== undefined) await writeJsonFile(request.reportOut, report)
  printer.result({ json: () => report, text: (paint) => describeReport(report, paint) })
  return codeOf(report)
}

const carryOut = async (
  { io }: CommandContext,
  place: Place,
  skill: Skill,
  request: RunRequest,
): Promise<ExecutionReport> => {
  const trace = collectingSink()
  const { shell, namespace, kubeconfig } = place
  const isForReal = request.execute === true
  const { report, finding } = await runSkill(
    { shell, trace },
    {
      skill,
      namespace,
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      mode: isForReal ? { type: 'execute', gate: null } : { type: 'verify', gate: readOnlyGate(namespace) },
      signal: io.signal,
    },
  )
  const stated = finding === null ? report : { ...report, finding }
  const unasked = whyUnasked(request, report, finding !== null || mayMutate(skill, namespace, {}))
  if (unasked !== null)
    // Rules cost nothing and are nobody's wish; a model was asked for by name.
    return request.verifier === 'llm'
      ? { ...stated, components: [{ component: 'verifier', requested: 'llm', used: 'none', reason: unasked }] }
      : stated
  const model = lazyModel({
    model: request.verifierModel,
    baseUrl: request.verifierBaseUrl,
    apiKeyEnv: request.verifierApiKeyEnv,
  })
  const verifier = verifierOf(request.verifier, { model, trace })
  const judged = await verifier?.verify({ card: cardOf(skill), report, finding, shell: place.environment })
  return {
    ...stated,
    ...(judged === undefined ? {} : { verification: judged }),
    components: usesOf(trace, { verifier: request.verifier }),
  }
}

/** Why there is no result to judge; null where there is one. */
const whyUnasked = ({ execute }: RunRequest, { status }: ExecutionReport, hasResult: boolean): string | null => {
  if (execute !== true) return 'without --execute only the checks of the skill run, and there is no result to judge'
  if (status !== 'succeeded') return `the skill ended as ${status}, and there is no result to judge`
  return hasResult ? null : 'the skill changes nothing and states no finding, so that there is no result to judge'
}

/** What a skill by itself says of the task that it is for. */
const cardOf = ({ name, intent, namespace, metadata, parameters }: Skill): TaskCard => {
  const workload = parameters['workload']?.default ?? parameterIn(metadata['instance_parameters'], 'deployment_name')
  return {
    name,
    intent,
    namespace,
    ...(typeof workload === 'string' ? { workload } : {}),
    ...(metadata.stage === undefined ? {} : { stage: metadata.stage }),
    scope: { allow: [] },
  }
}

const parameterIn = (parameters: unknown, name: string): unknown =>
  typeof parameters === 'object' && parameters !== null ? (parameters as Record<string, unknown>)[name] : undefined

/** A template that was refused for want of its values is wrong use; what failed or could not be verified has failed. */
const codeOf = (report: ExecutionReport): ExitCode => {
  if (report.reason !== undefined) return exitCode.wrongUse
  if (report.status !== 'verified' && report.status !== 'succeeded') return exitCode.failed
  const verification = report['verification'] as { readonly passed: boolean } | undefined
  return verification?.passed === false ? exitCode.failed : exitCode.done
}
