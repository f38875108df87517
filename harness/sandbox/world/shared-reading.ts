import { createTypeReader, type TypeReader } from '../api/schema/type-reader.ts'
import { createYamlReader, type YamlReader } from '../kubectl/yaml-reader.ts'

/** What worlds that follow each other may share: readers that remember what they read. They hold nothing of a world's own state. */
export interface SharedReading {
  readonly types: TypeReader
  readonly yaml: YamlReader
}

export const createSharedReading = (): SharedReading => ({ types: createTypeReader(), yaml: createYamlReader() })
