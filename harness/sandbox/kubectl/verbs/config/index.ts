import type { CommandGroup } from '../../command.ts'
import { renameContext, setContext, useContext } from './change-context.ts'
import { deleteCluster, deleteContext, deleteUser } from './delete-entry.ts'
import { setCluster, setCredentials } from './set-entry.ts'
import { setProperty, unsetProperty } from './set-property.ts'
import { configView, currentContext, getClusters, getContexts, getUsers } from './view.ts'

export const config: CommandGroup = {
  summary: 'Modify kubeconfig files',
  commands: {
    'current-context': currentContext,
    'delete-cluster': deleteCluster,
    'delete-context': deleteContext,
    'delete-user': deleteUser,
    'get-clusters': getClusters,
    'get-contexts': getContexts,
    'get-users': getUsers,
    'rename-context': renameContext,
    set: setProperty,
    'set-cluster': setCluster,
    'set-context': setContext,
    'set-credentials': setCredentials,
    unset: unsetProperty,
    'use-context': useContext,
    view: configView,
  },
}
