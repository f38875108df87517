import { toYaml } from '../../format/yaml.ts'
import { configPaths } from '../../kubeconfig.ts'
import type { Session } from '../../session.ts'

/** The file of the configuration that is written to. */
export const configFile = ({ environment, flags, path }: Session): string =>
  path(configPaths(environment, flags)[0] ?? '')

/** Writes it with some entries changed. */
export const store = async (session: Session, changes: Readonly<Record<string, unknown>>): Promise<void> => {
  await session.files.write(configFile(session), toYaml({ ...session.config.document, ...changes }))
}
