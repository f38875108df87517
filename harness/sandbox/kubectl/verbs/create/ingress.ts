import { failure } from '../../errors.ts'
import { creating } from './creating.ts'

export const createIngress = creating({
  summary: 'Create an ingress with the specified name',
  usage: 'NAME --rule=host/path=service:port[,tls[=secret]]',
  flags: {
    annotation: { type: 'array' },
    class: { type: 'string' },
    'default-backend': { type: 'string' },
    rule: { type: 'array' },
  },
  complaint: 'failed to create ingress:',
  build: ({ flags }, name) => {
    const rules = flags.list('rule').map(readRule)
    const fallback = flags.text('default-backend')
    if (rules.length === 0 && fallback === '') {
      throw failure(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      )
    }
    const annotations = flags.list('annotation').map((text) => [before(text, '='), after(text, '=')] as const)
    const className = flags.text('class')
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }) },
      spec: {
        ...(className === '' ? {} : { ingressClassName: className }),
        ...(fallback === '' ? {} : { defaultBackend: backend(fallback) }),
        ...hostRules(rules),
        ...tlsOf(rules),
      },
    }
  },
})

interface Rule {
  readonly host: string
  readonly path: string
  readonly isPrefix: boolean
  readonly backend: string
  readonly tls: { readonly secret: string } | undefined
}

/** kubectl's expression for a rule: `host/path=service:port[,tls[=secret]]`. */
const RULE = /^(?<host>[\w*\-.]*)(?<path>\/[^=]*)=(?<backend>[^,:]+:[^,]+)(?<tls>,tls(?:=(?<secret>[^,]*))?)?$/

const readRule = (text: string): Rule => {
  const { host = '', path = '', backend: target = '', tls, secret = '' } = RULE.exec(text)?.groups ?? {}
  if (target === '') {
    throw failure(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`)
  }
  const isPrefix = path.endsWith('*')
  return {
    host,
    path: isPrefix ? path.slice(0, -1) : path,
    isPrefix,
    backend: target,
    tls: tls ? { secret } : undefined,
  }
}

const hostRules = (rules: readonly Rule[]): object => {
  if (rules.length === 0) return {}
  const hosts = [...new Set(rules.map(({ host }) => host))]
  return {
    rules: hosts.map((host) => ({
      ...(host === '' ? {} : { host }),
      http: {
        paths: rules
          .filter((rule) => rule.host === host)
          .map(({ path, isPrefix, backend: target }) => ({
            path,
            pathType: isPrefix ? 'Prefix' : 'Exact',
            backend: backend(target),
          })),
      },
    })),
  }
}

const tlsOf = (rules: readonly Rule[]): object => {
  const bySecret = new Map<string, string[]>()
  for (const { tls, host } of rules) {
    if (tls === undefined) continue
    const hosts = bySecret.get(tls.secret) ?? []
    if (host !== '' && !hosts.includes(host)) hosts.push(host)
    bySecret.set(tls.secret, hosts)
  }
  if (bySecret.size === 0) return {}
  return {
    tls: [...bySecret].map(([secretName, hosts]) => ({
      ...(hosts.length === 0 ? {} : { hosts }),
      ...(secretName === '' ? {} : { secretName }),
    })),
  }
}

const backend = (text: string): object => {
  const port = after(text, ':')
  return { service: { name: before(text, ':'), port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } }
}

const before = (text: string, sign: string): string => text.slice(0, Math.max(0, text.indexOf(sign)))
const after = (text: string, sign: string): string => text.slice(text.indexOf(sign) + 1)
