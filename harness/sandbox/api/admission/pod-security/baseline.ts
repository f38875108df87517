import { type Check, containersOf, counted, finding, namesOf, quoted } from './checks.ts'

/**
 * Checks of the level baseline that restricted has too, in the order of the server.
 * Source of rules and wording: k8s.io/pod-security-admission/policy.
 */
export const sharedChecks: readonly Check[] = [
  (spec) => {
    const used = HOST_NAMESPACES.filter((name) => spec[name] === true).map((name) => `${name}=true`)
    return used.length === 0 ? undefined : { reason: 'host namespaces', detail: used.join(', ') }
  },
  (spec) => {
    const using = containersOf(spec)
      .map(({ name, ports }) => ({ name, ports: (ports ?? []).flatMap(({ hostPort }) => hostPort ?? []) }))
      .filter(({ ports }) => ports.some((port) => port !== 0))
    if (using.length === 0) return undefined
    const names = using.map(({ name }) => name)
    const ports = [...new Set(using.flatMap((container) => container.ports))].filter((port) => port !== 0)
    const verb = names.length === 1 ? 'uses' : 'use'
    const noun = ports.length === 1 ? 'hostPort' : 'hostPorts'
    return finding('hostPort', [
      `${counted('container', names)} ${verb} ${noun} ${ports.map(String).sort().join(', ')}`,
    ])
  },
  (spec) => mustNotSet('privileged', 'securityContext.privileged=true', namesOf(spec, isPrivileged)),
  (spec) => {
    const names = namesOf(spec, ({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default')
    return mustNotSet('procMount', 'securityContext.procMount to "Unmasked"', names)
  },
  (spec) => {
    const names = (spec.securityContext?.sysctls ?? [])
      .map(({ name }) => name)
      .filter((name) => !SYSCTLS.includes(name))
    return names.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: names.join(', ') }
  },
]

/** Checks of baseline that restricted replaces by stricter ones. */
export const baselineOnlyChecks: readonly Check[] = [
  (spec) => {
    const added = (container: ReturnType<typeof containersOf>[number]): readonly string[] =>
      (container.securityContext?.capabilities?.add ?? []).filter((name) => !CAPABILITIES.includes(name))
    const names = namesOf(spec, (container) => added(container).length > 0)
    if (names.length === 0) return undefined
    const forbidden = [...new Set(containersOf(spec).flatMap(added))].sort()
    const detail = `${counted('container', names)} must not include ${quoted(forbidden)} in securityContext.capabilities.add`
    return finding('non-default capabilities', [detail])
  },
  (spec) => {
    const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name)
    return finding('hostPath volumes', names.length === 0 ? [] : [counted('volume', names)])
  },
  (spec) => {
    const isUnconfined = (type: string | undefined): boolean => type === 'Unconfined'
    const setters = [
      ...(isUnconfined(spec.securityContext?.seccompProfile?.type) ? ['pod'] : []),
      ...[namesOf(spec, ({ securityContext }) => isUnconfined(securityContext?.seccompProfile?.type))]
        .filter((names) => names.length > 0)
        .map((names) => counted('container', names)),
    ]
    if (setters.length === 0) return undefined
    return finding('seccompProfile', [
      `${setters.join(' and ')} must not set securityContext.seccompProfile.type to "Unconfined"`,
    ])
  },
]

const mustNotSet = (reason: string, what: string, names: readonly string[]) =>
  finding(reason, names.length === 0 ? [] : [`${counted('container', names)} must not set ${what}`])

const isPrivileged = ({ securityContext }: ReturnType<typeof containersOf>[number]): boolean =>
  securityContext?.privileged === true

const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const

const CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]

const SYSCTLS: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]
