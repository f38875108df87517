/** The name under which OpenAPI documents have a built-in type: `apps.v1.Deployment` is `io.k8s.api.apps.v1.Deployment`. */
export const componentName = (type: string): string => {
  const family = type.slice(0, type.indexOf('.'))
  return `${PACKAGES[family] ?? 'io.k8s.api'}.${type}`
}

const PACKAGES: Readonly<Record<string, string>> = {
  meta: 'io.k8s.apimachinery.pkg.apis',
  apiextensions: 'io.k8s.apiextensions-apiserver.pkg.apis',
  apiregistration: 'io.k8s.kube-aggregator.pkg.apis',
}

export const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity'
export const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString'
export const TIME = 'io.k8s.apimachinery.pkg.apis.meta.v1.Time'

/** Types that are written as plain values. */
export const VALUE_TYPES: Readonly<Record<string, object>> = {
  [QUANTITY]: {
    description: 'A number with a unit, such as 100m, 1.5 or 128Mi.',
    oneOf: [{ type: 'string' }, { type: 'number' }],
  },
  [INT_OR_STRING]: {
    description: 'A whole number, or text: a name or a percentage.',
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
  },
  [TIME]: { description: 'A time as in RFC 3339, in whole seconds.', type: 'string', format: 'date-time' },
}
