import type { Identity } from './types/request.ts'

/** A component of the control plane: may do everything, and is told apart in the audit by its name. */
export const systemIdentity = (name: string): Identity => ({ name, groups: ['system:masters', 'system:authenticated'] })

/** A controller as the real one calls itself: `system:serviceaccount:kube-system:<name>`. */
export const controllerIdentity = (name: string): Identity =>
  systemIdentity(`system:serviceaccount:kube-system:${name}`)

/** A pod's or a kubeconfig's ServiceAccount, with the groups that every account is in. */
export const serviceAccountIdentity = (namespace: string, name: string): Identity => ({
  name: `system:serviceaccount:${namespace}:${name}`,
  groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
})

/** Whether an audit entry's user is part of the control plane: no client can have such a name. */
export const isControlPlane = (user: string): boolean =>
  user.startsWith('system:serviceaccount:kube-system:') || /^system:(kube-|node:|apiserver)/.test(user)

/** A user as the audit names it, with who stood behind it. */
export const auditedUser = ({
  name,
  impersonatedBy,
}: Identity): { readonly user: string; readonly impersonatedBy?: string } => ({
  user: name,
  ...(impersonatedBy === undefined ? {} : { impersonatedBy }),
})
