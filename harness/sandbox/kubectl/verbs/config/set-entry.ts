import type { Command } from '../../command.ts'
import { failure } from '../../errors.ts'
import type { Session } from '../../session.ts'
import { contentOf, type EntryList, storeContent } from './store.ts'

interface Setting {
  readonly summary: string
  readonly usage: string
  readonly list: EntryList
  readonly title: string
  readonly flags: Command['flags']
  /** Flags that become fields of the same name; global ones among them. */
  readonly fields: readonly string[]
}

const setting = ({ summary, usage, list, title, flags, fields }: Setting): Command => ({
  summary,
  usage,
  flags,
  run: async (session) => {
    const [name, ...others] = session.flags.args
    if (name === undefined || others.length > 0) throw failure(`Unexpected args: [${session.flags.args.join(' ')}]`)
    await storeContent(session, list, name, { ...contentOf(session, list, name), ...givenFields(session, fields) })
    session.out(`${title} "${name}" set.\n`)
  },
})

const givenFields = ({ flags }: Session, fields: readonly string[]): object =>
  Object.fromEntries(
    fields
      .filter((field) => flags.given(field))
      .map((field) => [field, field === 'insecure-skip-tls-verify' ? flags.bool(field) : flags.text(field)]),
  )

export const setCluster = setting({
  summary: 'Set a cluster entry in kubeconfig',
  usage:
    'NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  list: 'clusters',
  title: 'Cluster',
  flags: { 'embed-certs': { type: 'bool' }, 'proxy-url': { type: 'string' } },
  fields: ['server', 'certificate-authority', 'insecure-skip-tls-verify', 'tls-server-name', 'proxy-url'],
})

export const setCredentials = setting({
  summary: 'Set a user entry in kubeconfig',
  usage:
    'NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password]',
  list: 'users',
  title: 'User',
  flags: { 'embed-certs': { type: 'bool' } },
  fields: ['client-certificate', 'client-key', 'token', 'username', 'password'],
})
