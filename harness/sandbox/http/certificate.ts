import { createPrivateKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto'

/** A key and a certificate that vouches for itself, as PEM; both live as long as the server. */
export interface ServerCertificate {
  readonly key: string
  readonly certificate: string
}

const YEAR_MS = 365 * 86_400_000

/**
 * A new P-256 key with a certificate for 127.0.0.1 and localhost, valid for a year before and after `nowMs`. kubectl sends tokens
 * over TLS only. Written out by hand, as it takes one form only. Source: RFC 5280, sections 4.1 and 4.2.
 */
export const createCertificate = (nowMs: number): ServerCertificate => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  })
  const name = sequence(set(sequence(oid('550403'), text('opsskill sandbox'))))
  const algorithm = sequence(oid('2a8648ce3d040302'))
  const body = sequence(
    tagged(0xa0, integer(2)),
    // The serial number is told apart by time: authorities with one name must not repeat themselves.
    integer(Math.floor(nowMs)),
    algorithm,
    name,
    sequence(time(nowMs - YEAR_MS), time(nowMs + YEAR_MS)),
    name,
    publicKey,
    tagged(0xa3, sequence(...EXTENSIONS)),
  )
  const signature = sign('sha256', body, createPrivateKey(privateKey))
  const der = sequence(body, algorithm, tagged(0x03, Buffer.concat([Buffer.of(0), signature])))
  return { key: privateKey, certificate: new X509Certificate(der).toString() }
}

const tagged = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, Math.trunc(length / 0x100), length % 0x100]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts)
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts)
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'))
const text = (value: string): Buffer => tagged(0x0c, Buffer.from(value))
const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.of(value ? 0xff : 0))
const octets = (content: Buffer): Buffer => tagged(0x04, content)

const integer = (value: number): Buffer => {
  const hex = value.toString(16)
  return tagged(0x02, Buffer.from(`00${hex.length % 2 === 0 ? hex : `0${hex}`}`.replace(/^00(?=[0-7])/, ''), 'hex'))
}

/** UTCTime: two digits of the year, the rest of the basic ISO form. */
const time = (ms: number): Buffer =>
  tagged(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))

const EXTENSIONS: readonly Buffer[] = [
  // Basic constraints: it is an authority.
  sequence(oid('551d13'), boolean(true), octets(sequence(boolean(true)))),
  // Key usage: digital signature, signing of certificates.
  sequence(oid('551d0f'), boolean(true), octets(tagged(0x03, Buffer.of(2, 0x84)))),
  // Extended key usage: server.
  sequence(oid('551d25'), octets(sequence(oid('2b06010505070301')))),
  // Subject alternative names.
  sequence(
    oid('551d11'),
    octets(sequence(tagged(0x82, Buffer.from('localhost')), tagged(0x87, Buffer.of(127, 0, 0, 1)))),
  ),
]
