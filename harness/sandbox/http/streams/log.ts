import type { ApiClient } from '../../api/types/api-client.ts'
import { followLog } from '../../api/follow-log.ts'
import type { LogOptions } from '../../api/types/connect.ts'
import type { AnyObject } from '../../api/types/object.ts'
import type { ObjectRef } from '../../api/types/request.ts'
import { refOf, type Target } from '../../api/resource-path.ts'
import { isTrue, wholeNumber } from '../options.ts'
import type { ApiBackend, ApiRequest, Reply } from '../types.ts'

/** How often a followed log is looked at, ms of real time. */
const FOLLOW_MS = 200

/** GET of `pods/log`; with `follow`, until the container has ended. @throws {ApiError} */
export const log = ({ live, onError }: ApiBackend, request: ApiRequest, target: Target): Reply => {
  const client = request.client()
  const ref = refOf(target)
  const options = optionsOf(request)
  const text = client.log(ref, options)
  if (!isTrue(request, 'follow')) return { kind: 'text', code: 200, body: text }
  const next = followLog((asked) => client.log(ref, asked), options)
  return {
    kind: 'stream',
    type: 'text/plain',
    open: (stream) => {
      if (text !== '') stream.write(text)
      const timer = setInterval(() => {
        live
          .perform(() => {
            const fresh = next()
            if (fresh !== '') stream.write(fresh)
            if (hasEnded(client, ref, options.container)) stream.end()
          })
          .catch(onError)
      }, FOLLOW_MS)
      return () => clearInterval(timer)
    },
  }
}

const hasEnded = (client: ApiClient, ref: ObjectRef, container: string | undefined): boolean => {
  const pod = client.find(ref) as AnyObject | undefined
  const { containerStatuses = [], initContainerStatuses = [] } = (pod?.['status'] ?? {}) as PodStatus
  const status =
    container === undefined
      ? containerStatuses[0]
      : [...initContainerStatuses, ...containerStatuses].find(({ name }) => name === container)
  return status?.state?.running === undefined
}

interface PodStatus {
  readonly containerStatuses?: readonly ContainerStatus[]
  readonly initContainerStatuses?: readonly ContainerStatus[]
}

interface ContainerStatus {
  readonly name: string
  readonly state?: { readonly running?: object }
}

const optionsOf = (request: ApiRequest): LogOptions => {
  const container = request.query.get('container') ?? ''
  const sinceTime = request.query.get('sinceTime') ?? ''
  const tailLines = wholeNumber(request, 'tailLines')
  const sinceSeconds = wholeNumber(request, 'sinceSeconds')
  const limitBytes = wholeNumber(request, 'limitBytes')
  return {
    ...(container === '' ? {} : { container }),
    ...(isTrue(request, 'previous') ? { previous: true } : {}),
    ...(isTrue(request, 'timestamps') ? { timestamps: true } : {}),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(sinceTime === '' ? {} : { sinceTime }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
  }
}
