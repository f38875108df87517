import type { Skill } from '../../domain/skill.ts'
import type { TaskCard } from '../../domain/task.ts'
import type { CapabilityProfile } from '../../ports/components.ts'
import { capabilityProbe } from '../../runner/probe-capabilities.ts'
import { plannerOf, verifierOf } from '../compose/components.ts'
import { lazyModel } from '../compose/model.ts'
import { type Place, withPlace } from '../compose/place.ts'
import { readCard } from '../compose/read-card.ts'
import { projectRoot } from '../compose/read-project.ts'
import { readSkillBank } from '../compose/read-skill-bank.ts'
import { collectingSink } from '../terminal/collecting-sink.ts'
import type { CommandContext } from '../terminal/context.ts'
import { exitCode, type ExitCode } from '../terminal/exit-code.ts'
import { describeAgentReport } from '../terminal/describe-agent-report.ts'
import type { AgentReport, StageReport } from '../terminal/agent-report.ts'
import { claimReport } from './claim-output.ts'
import { fallbackLines, usesOf } from './component-uses.ts'
import { runPlannedSkill } from './run-planned-skill.ts'
import { writeJsonFile } from './write-file.ts'

export interface AgentRequest {
  readonly cluster: string | undefined
  readonly taskCard?: string
  readonly skillsRoot?: string
  readonly stages: readonly ('detection' | 'diagnosis' | 'recovery')[]
  readonly maxSkillsPerStage: number
  readonly planner: 'heuristic' | 'llm'
  readonly plannerModel: string
  readonly plannerBaseUrl?: string
  readonly plannerApiKeyEnv: string
  readonly verifier: 'heuristic' | 'llm'
  readonly verifierModel: string
  readonly verifierBaseUrl?: string
  readonly verifierApiKeyEnv: string
  readonly allowMutation?: boolean
  readonly reportOut?: string
}

/** Plans over a skill bank stage by stage, runs what was planned, verifies it, and writes everything down. */
export const runAgent = async (context: CommandContext, request: AgentRequest): Promise<ExitCode> => {
  const { printer } = context
  const warn = { warn: printer.log }
  if (request.reportOut !== undefined)
    await claimReport(context, request.reportOut, [request.taskCard, request.cluster])
  const given = request.taskCard === undefined ? null : await readCard(warn, request.taskCard)
  const { skills } =
    request.skillsRoot === undefined
      ? await readSkillBank(warn, projectRoot(), 'skills')
      : await readSkillBank(warn, request.skillsRoot, '.')
  if (request.allowMutation === true)
    context.io.whenStoppedAtOnce(
      () => 'a skill may be half done, and its way back has not run: npx opsskill rollback runs it',
    )
  const report = await withPlace(context, request.cluster, (place) =>
    work(context, { ...place, namespace: given?.namespace ?? place.namespace }, given, skills, request),
  )
  for (const line of fallbackLines(report.components)) printer.log(line)
  if (request.reportOut !== undefined) await writeJsonFile(request.reportOut, report)
  printer.result({ json: () => report, text: (paint) => describeAgentReport(report, paint) })
  return report.stages.every(({ runs }) => runs.every(({ ok }) => ok)) ? exitCode.done : exitCode.failed
}

const work = async (
  { io }: CommandContext,
  place: Place,
  given: TaskCard | null,
  skills: readonly Skill[],
  request: AgentRequest,
): Promise<AgentReport> => {
  const card = given ?? generalCard(place.namespace)
  const trace = collectingSink()
  const planner = plannerOf(request.planner, { model: plannerModel(request), trace })
  const verifier = verifierOf(request.verifier, { model: verifierModel(request), trace })
  const capabilities = await capabilityProbe.probe({ card, shell: place.environment })
  const stages: StageReport[] = []
  for (const stage of request.stages) {
    const stageCard = cardFor(card, stage)
    const candidates = skills.filter(({ metadata }) => metadata.stage === undefined || metadata.stage === stage)
    const planned = (await planner?.plan({ card: stageCard, skills: candidates, capabilities, failures: [] })) ?? []
    const runs = []
    for (const { skill, reason } of planned.slice(0, request.maxSkillsPerStage))
      runs.push(
        await runPlannedSkill(
          { place, trace, verifier, signal: io.signal },
          { skill, reason, card: stageCard, capabilities, allowMutation: request.allowMutation === true },
        ),
      )
    stages.push({ stage, planned: planned.map(({ skill, reason }) => ({ skill: skill.name, reason })), runs })
  }
  return {
    card,
    capabilities: capabilities satisfies CapabilityProfile,
    stages,
    components: usesOf(trace, { planner: request.planner, verifier: request.verifier }),
  }
}

const generalCard = (namespace: string): TaskCard => ({
  name: 'general-look',
  intent: 'Find out whether anything is wrong in this namespace, what causes it, and bring it back to health.',
  namespace,
  scope: { allow: [] },
})

/** A question is asked of those who look, not of those who repair. */
const cardFor = ({ question, ...card }: TaskCard, stage: AgentRequest['stages'][number]): TaskCard => ({
  ...card,
  stage,
  ...(question === undefined || stage === 'recovery' ? {} : { question }),
})

const plannerModel = ({ plannerModel: model, plannerBaseUrl: baseUrl, plannerApiKeyEnv: apiKeyEnv }: AgentRequest) =>
  lazyModel({ model, baseUrl, apiKeyEnv })

const verifierModel = ({
  verifierModel: model,
  verifierBaseUrl: baseUrl,
  verifierApiKeyEnv: apiKeyEnv,
}: AgentRequest) => lazyModel({ model, baseUrl, apiKeyEnv })
