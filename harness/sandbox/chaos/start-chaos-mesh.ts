import { resources } from '../api/resources.ts'
import type { ApiClient } from '../api/types/api-client.ts'
import type { Control } from '../controllers/base/control.ts'
import { controlClient } from '../controllers/base/control-client.ts'
import type { Kubelets } from '../kubelet/kubelets.ts'
import type { NetworkEffects } from '../network/network-effects.ts'
import { chaosAdmission } from './chaos-admission.ts'
import { startChaosController } from './chaos-controller.ts'
import { chaosDefinitions } from './chaos-definitions.ts'
import { dnsAction } from './dns-action.ts'
import { httpAction } from './http-action.ts'
import { ioAction } from './io-action.ts'
import { networkAction } from './network-action.ts'
import { podAction } from './pod-action.ts'
import { startScheduleController } from './schedule-controller.ts'
import { stressAction } from './stress-action.ts'
import { timeAction } from './time-action.ts'

/** Makes the kinds of Chaos Mesh known to the API. */
export const installChaosKinds = (client: ApiClient): void => {
  for (const definition of chaosDefinitions()) {
    client.create({ resource: resources.customResourceDefinitions }, definition as never)
  }
}

/** Starts Chaos Mesh: its webhooks and its controllers. */
export const startChaosMesh = (control: Control, kubelets: Kubelets, effects: NetworkEffects): void => {
  control.server.admit(chaosAdmission)
  const client = controlClient(
    control.server,
    'system:serviceaccount:chaos-mesh:chaos-controller-manager',
    'chaos-controller-manager',
  )
  const actions = [
    stressAction(control, kubelets),
    networkAction(control, kubelets, effects),
    podAction(control, kubelets, client),
    httpAction(control, kubelets),
    dnsAction(control, kubelets),
    timeAction(control, kubelets),
    ioAction(control, kubelets),
  ]
  for (const action of actions) startChaosController(control, client, action)
  startScheduleController(control, client, actions)
}
