import { failure } from '../../errors.ts'
import type { Session } from '../../session.ts'
import { creating } from './creating.ts'
import { DATA_FLAGS, dataFrom } from './data.ts'

export const createGenericSecret = creating({
  summary: 'Create a secret from a local file, directory, or literal value',
  usage: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: { ...DATA_FLAGS, type: { type: 'string' } },
  complaint: 'failed to create secret',
  build: async (session, name) => secret(name, session.flags.text('type'), await dataFrom(session)),
})

export const createTlsSecret = creating({
  summary: 'Create a TLS secret',
  usage: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  flags: { 'append-hash': { type: 'bool' }, cert: { type: 'string' }, key: { type: 'string' } },
  complaint: 'failed to create secret',
  build: async (session, name) => {
    const [cert, key] = [session.flags.text('cert'), session.flags.text('key')]
    if (cert === '' || key === '') throw failure('key and cert must be specified')
    const data = { 'tls.crt': await pem(session, cert), 'tls.key': await pem(session, key) }
    if (!data['tls.crt'].includes('-----BEGIN')) {
      throw failure('tls: failed to find any PEM data in certificate input')
    }
    if (!data['tls.key'].includes('-----BEGIN')) throw failure('tls: failed to find any PEM data in key input')
    return secret(name, 'kubernetes.io/tls', data)
  },
})

export const createRegistrySecret = creating({
  summary: 'Create a secret for use with a Docker registry',
  usage:
    'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  flags: {
    'append-hash': { type: 'bool' },
    'docker-email': { type: 'string' },
    'docker-password': { type: 'string' },
    'docker-server': { type: 'string', initial: 'https://index.docker.io/v1/' },
    'docker-username': { type: 'string' },
    'from-file': { type: 'strings' },
  },
  complaint: 'failed to create secret',
  build: ({ flags }, name) => {
    const [server, username, password] = [
      flags.text('docker-server'),
      flags.text('docker-username'),
      flags.text('docker-password'),
    ]
    if (server === '' || username === '' || password === '') {
      throw failure(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      )
    }
    const email = flags.text('docker-email')
    const auth = base64(`${username}:${password}`)
    const entry = { username, password, ...(email === '' ? {} : { email }), auth }
    return secret(name, 'kubernetes.io/dockerconfigjson', {
      '.dockerconfigjson': JSON.stringify({ auths: { [server]: entry } }),
    })
  },
})

const secret = (name: string, type: string, data: Readonly<Record<string, string>>) => {
  const entries = Object.entries(data).map(([key, value]) => [key, base64(value)] as const)
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    ...(type === '' ? {} : { type }),
    ...(entries.length === 0 ? {} : { data: Object.fromEntries(entries) }),
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const pem = async (session: Session, path: string): Promise<string> => {
  const text = await session.files.read(session.path(path))
  if (text === undefined) throw failure(`open ${path}: no such file or directory`)
  return text
}
