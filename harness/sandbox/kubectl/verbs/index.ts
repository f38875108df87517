import type { CommandTable } from '../command.ts'
import { clusterInfo, version } from './about.ts'
import { apiResources, apiVersions } from './api-resources.ts'
import { apply } from './apply/index.ts'
import { canI, whoAmI } from './auth.ts'
import { autoscale } from './autoscale.ts'
import { config } from './config/index.ts'
import { cordon, uncordon } from './cordon.ts'
import { create } from './create/index.ts'
import { debug } from './debug/debug.ts'
import { deleteCommand } from './delete.ts'
import { describe } from './describe.ts'
import { diff } from './diff.ts'
import { drain } from './drain.ts'
import { events } from './events.ts'
import { exec } from './exec.ts'
import { explain } from './explain.ts'
import { expose } from './expose.ts'
import { get } from './get.ts'
import { logs } from './logs.ts'
import { annotate, label } from './metadata-pairs.ts'
import { options } from './options.ts'
import { patch } from './patch.ts'
import { pluginList } from './plugin.ts'
import { attach, certificate, completion, copy, edit, kustomize, portForward, proxy } from './refused.ts'
import { replace } from './replace.ts'
import { rolloutHistory } from './rollout/history.ts'
import { rolloutPause, rolloutResume } from './rollout/pause.ts'
import { rolloutRestart } from './rollout/restart.ts'
import { rolloutStatus } from './rollout/status.ts'
import { rolloutUndo } from './rollout/undo.ts'
import { run } from './run.ts'
import { scale } from './scale.ts'
import { setEnv } from './set/env.ts'
import { setImage } from './set/image.ts'
import { setResources, setSelector, setServiceAccount } from './set/others.ts'
import { taint } from './taint.ts'
import { topNodes, topPods } from './top.ts'
import { wait } from './wait.ts'

/** Every verb that this kubectl has; other names of a verb are rows of their own. */
export const verbs: CommandTable = {
  annotate,
  'api-resources': apiResources,
  'api-versions': apiVersions,
  apply,
  attach,
  auth: { summary: 'Inspect authorization', commands: { 'can-i': canI, whoami: whoAmI } },
  autoscale,
  'cluster-info': clusterInfo,
  certificate,
  completion,
  config,
  cordon,
  cp: copy,
  create,
  debug,
  delete: deleteCommand,
  describe,
  diff,
  drain,
  edit,
  events,
  exec,
  explain,
  expose,
  get,
  kustomize,
  label,
  logs,
  options,
  patch,
  plugin: { summary: 'Provides utilities for interacting with plugins', commands: { list: pluginList } },
  'port-forward': portForward,
  proxy,
  replace,
  rollout: {
    summary: 'Manage the rollout of a resource',
    commands: {
      history: rolloutHistory,
      pause: rolloutPause,
      restart: rolloutRestart,
      resume: rolloutResume,
      status: rolloutStatus,
      undo: rolloutUndo,
    },
  },
  run,
  scale,
  set: {
    summary: 'Set specific features on objects',
    commands: {
      env: setEnv,
      image: setImage,
      resources: setResources,
      selector: setSelector,
      serviceaccount: setServiceAccount,
    },
    aliases: { sa: 'serviceaccount' },
  },
  taint,
  top: {
    summary: 'Display resource (CPU/memory) usage',
    commands: { node: topNodes, pod: topPods },
    aliases: { no: 'node', nodes: 'node', po: 'pod', pods: 'pod' },
  },
  uncordon,
  version,
  wait,
}
