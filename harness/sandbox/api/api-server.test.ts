import { describe, expect, it } from 'vitest'
import { resources } from './resources.ts'
import { aCluster, aDeployment, refusalOf } from './testing.ts'

describe('a new cluster', () => {
  it('holds the namespaces of every cluster, each with its account and certificate', () => {
    const { admin } = aCluster()
    const names = admin.list({ resource: resources.namespaces }).items.map(({ metadata }) => metadata.name)
    expect(names).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system', 'shop'])
    expect(admin.get({ resource: resources.serviceAccounts, namespace: 'shop', name: 'default' }).kind).toBe(
      'ServiceAccount',
    )
    expect(admin.list({ resource: resources.configMaps }).items).toHaveLength(5)
  })
})

describe('create', () => {
  it('fills in what the real server fills in', () => {
    const { admin } = aCluster()
    const stored = admin.create({ resource: resources.deployments, namespace: 'shop' }, aDeployment())
    const { managedFields: _managed, ...metadata } = stored.metadata
    expect({ ...stored, metadata }).toMatchInlineSnapshot(`
      {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {
          "creationTimestamp": "2026-01-01T00:00:00Z",
          "generation": 1,
          "labels": {
            "app": "web",
          },
          "name": "web",
          "namespace": "shop",
          "resourceVersion": "30",
          "uid": "ec3a2e71-3332-4397-b948-333442c87cae",
        },
        "spec": {
          "progressDeadlineSeconds": 600,
          "replicas": 2,
          "revisionHistoryLimit": 10,
          "selector": {
            "matchLabels": {
              "app": "web",
            },
          },
          "strategy": {
            "rollingUpdate": {
              "maxSurge": "25%",
              "maxUnavailable": "25%",
            },
            "type": "RollingUpdate",
          },
          "template": {
            "metadata": {
              "creationTimestamp": null,
              "labels": {
                "app": "web",
              },
            },
            "spec": {
              "containers": [
                {
                  "image": "nginx:1.27-alpine",
                  "imagePullPolicy": "IfNotPresent",
                  "name": "app",
                  "ports": [
                    {
                      "containerPort": 80,
                      "protocol": "TCP",
                    },
                  ],
                  "resources": {},
                  "terminationMessagePath": "/dev/termination-log",
                  "terminationMessagePolicy": "File",
                },
              ],
              "dnsPolicy": "ClusterFirst",
              "restartPolicy": "Always",
              "schedulerName": "default-scheduler",
              "securityContext": {},
              "terminationGracePeriodSeconds": 30,
            },
          },
        },
      }
    `)
  })
})

it('refuses', () => {
  const { admin } = aCluster()
  const at = { resource: resources.deployments, namespace: 'shop' }
  admin.create(at, aDeployment())
  expect(refusalOf(() => admin.create(at, aDeployment())).message).toBe('deployments.apps "web" already exists')
})
