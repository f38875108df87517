import type { CommandGroup } from '../../command.ts'
import { createCronJob, createJob } from './batch.ts'
import { createConfigMap } from './config-map.ts'
import { createDeployment } from './deployment.ts'
import { createDisruptionBudget } from './disruption-budget.ts'
import { createFromFiles } from './from-files.ts'
import { createIngress } from './ingress.ts'
import { createNamespace } from './namespace.ts'
import { createPriorityClass } from './priority-class.ts'
import { createQuota } from './quota.ts'
import { createRoleBinding, createClusterRoleBinding } from './role-binding.ts'
import { createClusterRole, createRole } from './role.ts'
import { createGenericSecret, createRegistrySecret, createTlsSecret } from './secret.ts'
import { createServiceAccount } from './service-account.ts'
import {
  createClusterIpService,
  createExternalNameService,
  createLoadBalancerService,
  createNodePortService,
} from './service.ts'
import { createToken } from './token.ts'

const service: CommandGroup = {
  summary: 'Create a service using a specified subcommand',
  commands: {
    clusterip: createClusterIpService,
    externalname: createExternalNameService,
    loadbalancer: createLoadBalancerService,
    nodeport: createNodePortService,
  },
}

/** `kubectl create`: from files, or a kind by flags; the short names of kinds work too. */
export const create: CommandGroup = {
  summary: 'Create a resource from a file or from stdin',
  alone: createFromFiles,
  commands: {
    clusterrole: createClusterRole,
    clusterrolebinding: createClusterRoleBinding,
    configmap: createConfigMap,
    cronjob: createCronJob,
    deployment: createDeployment,
    ingress: createIngress,
    job: createJob,
    namespace: createNamespace,
    poddisruptionbudget: createDisruptionBudget,
    priorityclass: createPriorityClass,
    quota: createQuota,
    role: createRole,
    rolebinding: createRoleBinding,
    secret: {
      summary: 'Create a secret using a specified subcommand',
      commands: { 'docker-registry': createRegistrySecret, generic: createGenericSecret, tls: createTlsSecret },
    },
    service,
    serviceaccount: createServiceAccount,
    token: createToken,
  },
  aliases: {
    cj: 'cronjob',
    cm: 'configmap',
    deploy: 'deployment',
    ing: 'ingress',
    ns: 'namespace',
    pc: 'priorityclass',
    pdb: 'poddisruptionbudget',
    resourcequota: 'quota',
    sa: 'serviceaccount',
    svc: 'service',
  },
}
