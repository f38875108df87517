import { loadSchemas, type SchemaSource } from '../api/schema/load-schemas.ts'
import { createYamlReader, type YamlReader } from '../kubectl/yaml-reader.ts'

/** What worlds that follow each other may share: readers that remember what they read. They hold nothing of a world's own state. */
export interface SharedReading {
  readonly schemas: SchemaSource
  readonly yaml: YamlReader
}

export const createSharedReading = (): SharedReading => ({ schemas: loadSchemas(), yaml: createYamlReader() })
