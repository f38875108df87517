import type { AdmissionPlugin } from '../api/types/admission.ts'
import { ApiError } from '../api/types/api-error.ts'
import type { KubeObject } from '../api/types/object.ts'
import { isSame } from '../controllers/base/same.ts'
import { CHAOS_GROUP } from './chaos-resources.ts'
import { manifestComplaint } from './complaints/manifest-complaint.ts'

/** Chaos Mesh's webhooks: a spec never changes, and what it asks for must make sense and be something the sandbox can act out. */
export const chaosAdmission: AdmissionPlugin = {
  name: 'chaos-mesh',
  validate: ({ operation, definition, old }, object) => {
    if (definition.group !== CHAOS_GROUP || operation === 'delete') return
    const { spec } = object as KubeObject & { readonly spec: unknown }
    const refuse = (text: string): never => {
      throw new ApiError(
        403,
        'Forbidden',
        `admission webhook "v${definition.kind.toLowerCase()}.kb.io" denied the request: ${text}`,
      )
    }
    if (old !== undefined) {
      const before = (old as typeof object & { readonly spec: unknown }).spec
      if (!isSame(before, spec) && definition.kind !== 'Schedule') refuse('Cannot update chaos spec')
      return
    }
    const complaint = manifestComplaint(definition.kind, spec)
    if (complaint !== undefined) refuse(complaint)
  },
}
