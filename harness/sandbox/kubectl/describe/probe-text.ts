import type { Probe } from 'kubernetes-types/core/v1.d.ts'
import type { DeepReadonly } from '../../api/types/object.ts'

/** Such as `http-get http://:80/ delay=3s timeout=1s period=5s #success=1 #failure=3`. */
export const probeText = (probe: DeepReadonly<Probe>): string => {
  const {
    initialDelaySeconds = 0,
    timeoutSeconds = 0,
    periodSeconds = 0,
    successThreshold = 0,
    failureThreshold = 0,
  } = probe
  return `${actionText(probe)} delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`
}

const actionText = (probe: DeepReadonly<Probe>): string => {
  const { exec, httpGet, tcpSocket, grpc } = probe as DeepReadonly<Probe> & {
    readonly grpc?: { readonly port: number; readonly service?: string }
  }
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(' ')}]`
  if (httpGet !== undefined) {
    const { scheme = 'HTTP', host = '', port, path = '' } = httpGet
    return `http-get ${scheme.toLowerCase()}://${host}:${String(port)}${path.startsWith('/') || path === '' ? path : `/${path}`}`
  }
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${String(tcpSocket.port)}`
  return grpc === undefined ? 'unknown' : `grpc <pod>:${grpc.port} ${grpc.service ?? ''}`
}
