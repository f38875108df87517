import type { Rng } from '../../ports/rng.ts'
import { loadSchemas, type SchemaSource } from '../api/schema/load-schemas.ts'
import { bootCluster, type KeptCluster } from '../cluster.ts'
import { createYamlReader, type YamlReader } from '../kubectl/yaml-reader.ts'
import { createPlainLines, type PlainLines } from '../shell/script/plain-line.ts'
import type { ClusterProfile } from '../system/cluster-profile.ts'

/** What worlds that follow each other may share; it holds nothing of a world's own state. */
export interface SharedReading {
  readonly schemas: SchemaSource
  readonly yaml: YamlReader
  readonly plainLines: PlainLines
  /** The cluster of a profile, booted once for all worlds that start at that time. */
  readonly boot: (profile: ClusterProfile, startMs: number) => KeptCluster
}

/** Readers that remember what they read. All chance of booted clusters comes from `rng`, whatever worlds go on from them. */
export const createSharedReading = (rng: Rng): SharedReading => {
  const schemas = loadSchemas()
  const booted: { readonly profile: ClusterProfile; readonly startMs: number; readonly cluster: KeptCluster }[] = []
  return {
    schemas,
    yaml: createYamlReader(),
    plainLines: createPlainLines(),
    boot: (profile, startMs) => {
      const known = booted.find((one) => one.profile === profile && one.startMs === startMs)
      if (known !== undefined) return known.cluster
      const cluster = bootCluster({ rng: rng.fork('boot'), profile, startMs, schemas })
      booted.push({ profile, startMs, cluster })
      return cluster
    },
  }
}
