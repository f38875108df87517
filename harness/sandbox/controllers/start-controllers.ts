import { startAutoscaler } from './autoscaler/autoscaler-controller.ts'
import type { Control } from './base/control.ts'
import { startCronJobController } from './cron-job/cron-job-controller.ts'
import { startDaemonSetController } from './daemon-set/daemon-set-controller.ts'
import { startDeploymentController } from './deployment/deployment-controller.ts'
import { startDisruptionController } from './disruption/disruption-controller.ts'
import { startEndpointsController } from './endpoints/endpoints-controller.ts'
import { startEventExpiry } from './events/event-expiry.ts'
import { startJobController } from './job/job-controller.ts'
import { startConditionTaints } from './node/condition-taints.ts'
import { startCordonTaint } from './node/cordon-taint.ts'
import { startNodeLifecycle } from './node/node-lifecycle.ts'
import { startTaintEviction } from './node/taint-eviction.ts'
import { startReplicaSetController } from './replica-set/replica-set-controller.ts'
import { startStatefulSetController } from './stateful-set/stateful-set-controller.ts'
import { startVolumeBinder } from './volumes/volume-binder.ts'
import { startVolumeProtection } from './volumes/volume-protection.ts'

/** Starts every control loop that works on objects alone. */
export const startControllers = (control: Control): void => {
  startEventExpiry(control.simulation, control.server)
  startDeploymentController(control)
  startReplicaSetController(control)
  startStatefulSetController(control)
  startDaemonSetController(control)
  startJobController(control)
  startCronJobController(control)
  startVolumeBinder(control)
  startVolumeProtection(control)
  startDisruptionController(control)
  startCordonTaint(control)
  startNodeLifecycle(control)
  startConditionTaints(control)
  startTaintEviction(control)
  startAutoscaler(control)
  startEndpointsController(control)
}
