import type { OwnerReference } from 'kubernetes-types/meta/v1.d.ts'
import type { DeepReadonly, KubeObject } from '../../api/types/object.ts'

/** A reference that makes `owner` the one controller of an object. */
export const controllerReference = (owner: KubeObject): DeepReadonly<OwnerReference> => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
})

/** The controlling owner of an object, if it is of this kind. */
export const controllerOf = (object: KubeObject, kind: string): DeepReadonly<OwnerReference> | undefined =>
  object.metadata.ownerReferences?.find((owner) => owner.controller === true && owner.kind === kind)
