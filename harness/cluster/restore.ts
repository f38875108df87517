import { mustRun } from '../pipeline/must-run.ts'
import type { Shell } from '../ports/shell.ts'
import { quote } from '../runner/with-environment.ts'
import type { WideChange, WideObject } from './wide-state.ts'

/** Puts an object back as it was before somebody changed it. @throws {InfrastructureError} when the cluster does not let us */
export const restore = async (harness: Shell, { before, after }: WideChange): Promise<void> => {
  if (before === undefined) {
    if (after !== undefined)
      await mustRun(harness, 'kubectl delete -f - --ignore-not-found', { stdin: JSON.stringify(withoutRecords(after)) })
    return
  }
  if (after === undefined) {
    await mustRun(harness, 'kubectl create -f -', { stdin: JSON.stringify(withoutRecords(before)) })
    return
  }
  const { kind, metadata } = before
  const where = metadata.namespace === '' ? '' : `-n ${metadata.namespace} `
  const patch = quote(JSON.stringify(wayBack(before, after)))
  await mustRun(harness, `kubectl ${where}patch ${kind.toLowerCase()} ${metadata.name} --type=json -p ${patch}`)
}

type Fields = Readonly<Record<string, unknown>>

/** A JSON patch (RFC 6902) that gives every part of an object its former value: what it says, not what the server notes of it. */
const wayBack = (before: WideObject, after: WideObject): readonly object[] => {
  const parts = ({ kind: _kind, apiVersion: _version, metadata: _metadata, status: _status, ...rest }: WideObject) =>
    rest
  const labels = ({ metadata }: WideObject) => ({ labels: metadata.labels, annotations: metadata.annotations })
  return [...replaceAll('', parts(before), parts(after)), ...replaceAll('/metadata', labels(before), labels(after))]
}

const replaceAll = (path: string, before: Fields, after: Fields): readonly object[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) =>
      before[key] === undefined
        ? { op: 'remove', path: `${path}/${key}` }
        : { op: 'add', path: `${path}/${key}`, value: before[key] },
    )

const withoutRecords = ({ status: _status, metadata, ...rest }: WideObject): Fields => {
  const {
    resourceVersion: _version,
    uid: _uid,
    managedFields: _fields,
    creationTimestamp: _time,
    generation: _generation,
    ...kept
  } = metadata
  return { ...rest, metadata: kept }
}
