import { z } from 'zod'

/** A DNS-1123 label: what Kubernetes accepts as the name of a namespace, and this project as the name of its documents. */
export const Name = z
  .string()
  .regex(/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/, 'expected lower-case letters, digits and "-", at most 63')
export type Name = z.output<typeof Name>

/** `Kind/name` of an object in the task's namespace, e.g. `Deployment/demo-app` or `Pod/demo-app-7d9c-x2x1f`. */
export const ObjectRef = z.string().regex(/^[A-Z][A-Za-z]*\/\S+$/, 'expected Kind/name, such as Deployment/demo-app')
export type ObjectRef = z.output<typeof ObjectRef>
