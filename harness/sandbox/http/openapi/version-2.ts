import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { mediaTypes } from '../negotiate.ts'
import type { Reply } from '../types.ts'

const TITLE = 'Kubernetes'
const PROTOBUF = /^application\/com\.github\.proto-openapi\.spec\.v2[.@]v1\.0\+protobuf$/

/**
 * `/openapi/v2`, without any kind: clients look here for those that version 3 does not name, and take one that is in neither for
 * one that they cannot validate. Field numbers: gnostic, openapiv2/OpenAPIv2.proto.
 */
export const openApiVersion2 = (accept: string): Reply =>
  mediaTypes(accept).some(({ type }) => PROTOBUF.test(type))
    ? {
        kind: 'bytes',
        code: 200,
        type: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
        body: new BinaryWriter()
          .uint32(tag(1))
          .string('2.0')
          .uint32(tag(2))
          .bytes(new BinaryWriter().uint32(tag(1)).string(TITLE).uint32(tag(2)).string('v1').finish())
          .finish(),
      }
    : {
        kind: 'json',
        code: 200,
        body: { swagger: '2.0', info: { title: TITLE, version: 'v1' }, paths: {}, definitions: {} },
      }

/** Of a field whose length stands before it. */
const tag = (field: number): number => (field << 3) | 2
