import type { Core } from '../core.ts'
import type { AdmissionRequest } from '../types/admission.ts'
import type { KubeObject } from '../types/object.ts'

/** The object after every plugin has changed it. @throws {ApiError} when a plugin refuses */
export const mutated = (core: Core, request: AdmissionRequest, object: KubeObject): KubeObject =>
  core.plugins.reduce((current, plugin) => plugin.mutate?.(request, current) ?? current, object)

/** Asks every plugin. @throws {ApiError} when a plugin refuses */
export const validated = (core: Core, request: AdmissionRequest, object: KubeObject): void => {
  for (const plugin of core.plugins) plugin.validate?.(request, object)
}
