import type { Container, ContainerState, ContainerStatus } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'
import { writeEnvironment, type FieldResolver } from './environment.ts'
import { probeText } from './probe-text.ts'
import type { Report } from './report-writer.ts'
import { longTime } from './time.ts'

type AContainer = DeepReadonly<Container>

export interface ContainersOptions {
  readonly statuses?: readonly DeepReadonly<ContainerStatus>[] | undefined
  /** Resolves fields of a pod in the environment; a template has none. */
  readonly resolve?: FieldResolver
  /** In a template: one level deeper. */
  readonly isTemplate: boolean
}

/** The block `Containers:` or `Init Containers:`. */
export const writeContainers = (
  report: Report,
  title: string,
  containers: readonly AContainer[],
  options: ContainersOptions,
): void => {
  const space = options.isTemplate ? '  ' : ''
  report.add(0, containers.length === 0 ? `${space}${title}: <none>\n` : `${space}${title}:\n`)
  for (const container of containers) {
    const status = options.statuses?.find(({ name }) => name === container.name)
    report.add(1, `${options.isTemplate ? ' ' : ''}${container.name}:\n`)
    writeBasics(report, container, status)
    writeCommand(report, 'Command', container.command)
    writeCommand(report, 'Args', container.args)
    if (status !== undefined) writeStatus(report, status)
    writeAmounts(report, 'Limits', container.resources?.limits)
    writeAmounts(report, 'Requests', container.resources?.requests)
    writeProbes(report, container)
    writeEnvironment(report, container, options.resolve)
    writeMounts(report, container)
  }
}

const writeBasics = (
  report: Report,
  container: AContainer,
  status: DeepReadonly<ContainerStatus> | undefined,
): void => {
  if (status !== undefined) report.add(2, `Container ID:\t${status.containerID ?? ''}\n`)
  report.add(2, `Image:\t${container.image ?? ''}\n`)
  if (status !== undefined) report.add(2, `Image ID:\t${status.imageID}\n`)
  const ports = container.ports ?? []
  const line = (title: string, text: string): void =>
    report.add(2, `${title}${text.includes(',') ? 's' : ''}:\t${text === '' ? '<none>' : text}\n`)
  line('Port', ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol ?? 'TCP'}`).join(', '))
  line('Host Port', ports.map(({ hostPort, protocol }) => `${hostPort ?? 0}/${protocol ?? 'TCP'}`).join(', '))
}

const writeCommand = (report: Report, title: string, words: readonly string[] | undefined): void => {
  if (words === undefined || words.length === 0) return
  report.add(2, `${title}:\n`)
  for (const line of words.flatMap((word) => word.split('\n'))) report.add(3, `${line}\n`)
}

const writeStatus = (report: Report, status: DeepReadonly<ContainerStatus>): void => {
  writeState(report, 'State', status.state)
  if (status.lastState?.terminated !== undefined) writeState(report, 'Last State', status.lastState)
  report.add(2, `Ready:\t${status.ready ? 'True' : 'False'}\n`)
  report.add(2, `Restart Count:\t${status.restartCount}\n`)
}

const writeState = (report: Report, title: string, state: DeepReadonly<ContainerState> | undefined): void => {
  const { running, terminated, waiting } = state ?? {}
  if (running !== undefined) {
    report.add(2, `${title}:\tRunning\n`)
    report.add(2, `  Started:\t${longTime(running.startedAt ?? EPOCH)}\n`)
  } else if (terminated !== undefined) {
    report.add(2, `${title}:\tTerminated\n`)
    if (terminated.reason) report.add(2, `  Reason:\t${terminated.reason}\n`)
    if (terminated.message) report.add(2, `  Message:\t${terminated.message}\n`)
    report.add(2, `  Exit Code:\t${terminated.exitCode}\n`)
    if (terminated.signal) report.add(2, `  Signal:\t${terminated.signal}\n`)
    report.add(2, `  Started:\t${longTime(terminated.startedAt ?? EPOCH)}\n`)
    report.add(2, `  Finished:\t${longTime(terminated.finishedAt ?? EPOCH)}\n`)
  } else {
    report.add(2, `${title}:\tWaiting\n`)
    if (waiting?.reason) report.add(2, `  Reason:\t${waiting.reason}\n`)
  }
}

/** What a runtime reports for a container that never started. */
const EPOCH = '1970-01-01T00:00:00Z'

const writeAmounts = (report: Report, title: string, amounts: Readonly<Record<string, unknown>> | undefined): void => {
  const names = Object.keys(amounts ?? {}).toSorted()
  if (names.length === 0) return
  report.add(2, `${title}:\n`)
  for (const name of names) report.add(3, `${name}:\t${String(amounts?.[name])}\n`)
}

const writeProbes = (report: Report, { livenessProbe, readinessProbe, startupProbe }: AContainer): void => {
  if (livenessProbe !== undefined) report.add(2, `Liveness:\t${probeText(livenessProbe)}\n`)
  if (readinessProbe !== undefined) report.add(2, `Readiness:\t${probeText(readinessProbe)}\n`)
  if (startupProbe !== undefined) report.add(2, `Startup:\t${probeText(startupProbe)}\n`)
}

const writeMounts = (report: Report, { volumeMounts = [], volumeDevices = [] }: AContainer): void => {
  report.add(2, volumeMounts.length === 0 ? 'Mounts:\t<none>\n' : 'Mounts:\n')
  for (const mount of volumeMounts.toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1))) {
    const flags = [mount.readOnly === true ? 'ro' : 'rw', ...(mount.subPath ? [`path="${mount.subPath}"`] : [])]
    report.add(3, `${mount.mountPath} from ${mount.name} (${flags.join(',')})\n`)
  }
  if (volumeDevices.length === 0) return
  report.add(2, 'Devices:\n')
  for (const device of volumeDevices) report.add(3, `${device.devicePath} from ${device.name}\n`)
}
