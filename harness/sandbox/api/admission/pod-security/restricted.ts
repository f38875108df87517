import { type Check, containersOf, counted, finding, namesOf, quoted, type Spec } from './checks.ts'

/** Checks of the level restricted beside the shared ones, in the order of the server. Source: k8s.io/pod-security-admission/policy. */
export const restrictedChecks: readonly Check[] = [
  (spec) => {
    const names = namesOf(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
    const what = 'must set securityContext.allowPrivilegeEscalation=false'
    return finding('allowPrivilegeEscalation != false', details(names, what))
  },
  (spec) => {
    const missing = namesOf(
      spec,
      ({ securityContext }) => securityContext?.capabilities?.drop?.includes('ALL') !== true,
    )
    const adding = namesOf(spec, (container) => extraCapabilities(container).length > 0)
    const forbidden = [...new Set(containersOf(spec).flatMap(extraCapabilities))].sort()
    return finding('unrestricted capabilities', [
      ...details(missing, 'must set securityContext.capabilities.drop=["ALL"]'),
      ...details(adding, `must not include ${quoted(forbidden)} in securityContext.capabilities.add`),
    ])
  },
  (spec) => {
    const bad = (spec.volumes ?? []).flatMap((volume) =>
      Object.keys(volume)
        .filter((key) => key !== 'name' && !VOLUME_TYPES.includes(key))
        .map((type) => ({ name: volume.name, type })),
    )
    if (bad.length === 0) return undefined
    const types = [...new Set(bad.map(({ type }) => type))].sort()
    const verb = bad.length === 1 ? 'uses' : 'use'
    const noun = types.length === 1 ? 'restricted volume type' : 'restricted volume types'
    const names = bad.map(({ name }) => name)
    return finding('restricted volume types', [`${counted('volume', names)} ${verb} ${noun} ${quoted(types)}`])
  },
  (spec) => {
    const rule = {
      value: (context: SecurityContext) => context?.runAsNonRoot,
      isGood: (value: unknown) => value === true,
    }
    return inherited(spec, 'runAsNonRoot != true', rule, {
      bad: 'must not set securityContext.runAsNonRoot=false',
      missing: 'must set securityContext.runAsNonRoot=true',
    })
  },
  (spec) => {
    const setters = [
      ...(spec.securityContext?.runAsUser === 0 ? ['pod'] : []),
      ...details(
        namesOf(spec, ({ securityContext }) => securityContext?.runAsUser === 0),
        '',
      ).map((text) => text.trim()),
    ]
    return finding('runAsUser=0', setters.length === 0 ? [] : [`${setters.join(' and ')} must not set runAsUser=0`])
  },
  (spec) => {
    const types = ['RuntimeDefault', 'Localhost']
    const rule = {
      value: (context: SecurityContext) => context?.seccompProfile?.type,
      isGood: (value: unknown) => types.includes(String(value)),
    }
    return inherited(spec, 'seccompProfile', rule, {
      bad: 'must not set securityContext.seccompProfile.type to "Unconfined"',
      missing: 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"',
    })
  },
]

type SecurityContext =
  { readonly runAsNonRoot?: boolean; readonly seccompProfile?: { readonly type?: string } } | undefined

interface Inheritable {
  readonly value: (context: SecurityContext) => unknown
  readonly isGood: (value: unknown) => boolean
}

/** A setting that containers take over from their pod unless they have their own. */
const inherited = (
  spec: Spec,
  reason: string,
  { value, isGood }: Inheritable,
  wording: { readonly bad: string; readonly missing: string },
) => {
  const ofPod = value(spec.securityContext)
  const ofContainer = ({ securityContext }: { readonly securityContext?: SecurityContext }): unknown =>
    value(securityContext)
  const bad = namesOf(spec, (container) => ofContainer(container) !== undefined && !isGood(ofContainer(container)))
  const open = namesOf(spec, (container) => ofContainer(container) === undefined)
  const setters = [
    ...(ofPod !== undefined && !isGood(ofPod) ? ['pod'] : []),
    ...(bad.length === 0 ? [] : [counted('container', bad)]),
  ]
  if (setters.length > 0) return finding(reason, [`${setters.join(' and ')} ${wording.bad}`])
  if (open.length === 0 || isGood(ofPod)) return undefined
  return finding(reason, [`pod or ${counted('container', open)} ${wording.missing}`])
}

const details = (names: readonly string[], what: string): readonly string[] =>
  names.length === 0 ? [] : [`${counted('container', names)} ${what}`]

const extraCapabilities = ({ securityContext }: ReturnType<typeof containersOf>[number]): readonly string[] =>
  (securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE')

const VOLUME_TYPES: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]
