import { type Fields, withChanged, withDefaults, withItems } from './with-defaults.ts'

/** Defaults of a pod's spec, alone and in templates. Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go. */
export const podSpecDefaults = (spec: Fields): Fields => {
  let result = withDefaults(spec, {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  })
  const account = result['serviceAccountName'] ?? result['serviceAccount']
  if (account !== undefined) result = withDefaults(result, { serviceAccountName: account, serviceAccount: account })
  result = withItems(result, 'volumes', volumeDefaults)
  result = withItems(result, 'containers', containerDefaults)
  result = withItems(result, 'ephemeralContainers', containerDefaults)
  return withItems(result, 'initContainers', containerDefaults)
}

/** Defaults of a template; the server prints a null creation time in it. */
export const templateDefaults = (template: Fields): Fields => {
  const metadata = withDefaults((template['metadata'] ?? {}) as Fields, { creationTimestamp: null })
  const withMetadata = metadata === template['metadata'] ? template : { ...template, metadata }
  return withChanged(withDefaults(withMetadata, { spec: {} }), 'spec', podSpecDefaults)
}

const containerDefaults = (container: Fields): Fields => {
  let result = withDefaults(container, {
    imagePullPolicy: hasFixedTag(container['image']) ? 'IfNotPresent' : 'Always',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  })
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    result = withChanged(result, probe, probeDefaults)
  }
  result = withChanged(result, 'lifecycle', (lifecycle) =>
    withChanged(withChanged(lifecycle, 'postStart', handlerDefaults), 'preStop', handlerDefaults),
  )
  result = withItems(result, 'ports', (port) => withDefaults(port, { protocol: 'TCP' }))
  return withItems(result, 'env', (variable) => withChanged(variable, 'valueFrom', fieldRefDefaults))
}

const probeDefaults = (probe: Fields): Fields =>
  handlerDefaults(
    withDefaults(probe, { failureThreshold: 3, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 }),
  )

const handlerDefaults = (handler: Fields): Fields =>
  withChanged(handler, 'httpGet', (request) => withDefaults(request, { path: '/', scheme: 'HTTP' }))

const fieldRefDefaults = (source: Fields): Fields =>
  withChanged(source, 'fieldRef', (reference) => withDefaults(reference, { apiVersion: 'v1' }))

const volumeDefaults = (volume: Fields): Fields => {
  const hasSource = Object.keys(volume).length > 1
  let result = hasSource ? volume : withDefaults(volume, { emptyDir: {} })
  for (const source of ['secret', 'configMap', 'projected', 'downwardAPI']) {
    result = withChanged(result, source, (value) => withDefaults(value, { defaultMode: 0o644 }))
  }
  result = withChanged(result, 'hostPath', (path) => withDefaults(path, { type: '' }))
  result = withChanged(result, 'downwardAPI', (api) => withItems(api, 'items', fieldRefDefaults))
  return withChanged(result, 'projected', (projected) => withItems(projected, 'sources', projectionDefaults))
}

const projectionDefaults = (source: Fields): Fields =>
  withChanged(
    withChanged(source, 'serviceAccountToken', (token) => withDefaults(token, { expirationSeconds: 3600 })),
    'downwardAPI',
    (api) => withItems(api, 'items', fieldRefDefaults),
  )

/** Without a tag, or with the tag `latest`, an image is pulled every time. */
const hasFixedTag = (image: unknown): boolean => {
  if (typeof image !== 'string') return false
  if (image.includes('@')) return true
  const tag = image.slice(image.lastIndexOf('/') + 1).split(':')[1]
  return tag !== undefined && tag !== 'latest'
}
