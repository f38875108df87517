import { createDecoder, type Decoder } from './decode.ts'
import { loadSchemas, type SchemaSource } from './load-schemas.ts'

/** The built-in types and how objects are read by them. Reading depends on nothing else, so servers may share one reader. */
export interface TypeReader {
  readonly schemas: SchemaSource
  readonly decode: Decoder
}

export const createTypeReader = (): TypeReader => ({ schemas: loadSchemas(), decode: createDecoder() })
