import { stringify } from 'yaml'
import type { ApiHttpServer } from './start-api-http-server.ts'

export interface KubeconfigUser {
  readonly name: string
  readonly token: string
  /** The namespace that the context names; none: `default`. */
  readonly namespace?: string
}

/** A kubeconfig with one context, for any client on this machine. */
export const kubeconfigFor = (
  { url, certificate }: Pick<ApiHttpServer, 'url' | 'certificate'>,
  { name, token, namespace }: KubeconfigUser,
): string =>
  stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'sandbox',
      clusters: [
        {
          name: 'sandbox',
          cluster: { server: url, 'certificate-authority-data': Buffer.from(certificate).toString('base64') },
        },
      ],
      contexts: [
        {
          name: 'sandbox',
          context: { cluster: 'sandbox', user: name, ...(namespace === undefined ? {} : { namespace }) },
        },
      ],
      users: [{ name, user: { token } }],
    },
    { lineWidth: 0 },
  )
