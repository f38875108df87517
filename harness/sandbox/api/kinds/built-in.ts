import type { SchemaSource } from '../schema/load-schemas.ts'
import type { ResourceDefinition } from '../types/resource.ts'
import { coreKinds } from './core-kinds.ts'
import { policyKinds } from './policy-kinds.ts'
import { definitionOf } from './row.ts'
import { workloadKinds } from './workload-kinds.ts'

/** All built-in kinds. */
export const builtInDefinitions = (schemas: SchemaSource): readonly ResourceDefinition[] =>
  [...coreKinds(), ...workloadKinds(), ...policyKinds()].map((row) => definitionOf(schemas, row))
