/** API groups that an operator reads. Chaos Mesh's is not among them: a method must not see the fault's objects. */
export const READABLE_GROUPS = [
  '',
  'apps',
  'autoscaling',
  'batch',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'metrics.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
]

/** The verbs of looking. */
export const READ = ['get', 'list', 'watch']
