import { BUSYBOX_PROGRAMS, PATH } from './busybox.ts'
import { SHOP_IMAGES } from './shop-images.ts'
import type { ImageBehaviour, Page, ServerBehaviour } from './types.ts'

const MIB = 1024 ** 2

const page = (status: number, title: string, text: string): Page => ({
  status,
  contentType: 'text/html',
  body: `<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${text}</h1>\n</body>\n</html>\n`,
})

const NGINX: ServerBehaviour = {
  product: 'nginx/1.27.5',
  port: 80,
  startupMs: 30,
  startupLines: [
    '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
    '/docker-entrypoint.sh: Configuration complete; ready for start up',
    '{date} [notice] 1#1: using the "epoll" event method',
    '{date} [notice] 1#1: nginx/1.27.5',
    '{date} [notice] 1#1: start worker processes',
  ],
  pages: {
    '/': page(200, 'Welcome to nginx!', 'Welcome to nginx!'),
    '/index.html': page(200, 'Welcome to nginx!', 'Welcome to nginx!'),
  },
  notFound: page(404, '404 Not Found', '404 Not Found'),
  serviceMs: 0.6,
  spreadRatio: 0.35,
  cpuMilliIdle: 1,
  memoryBytes: 9 * MIB,
  term: { kind: 'exits', exitCode: 0, afterMs: 60 },
  accessLog: 'combined',
}

const HTTPD: ServerBehaviour = {
  product: 'Apache/2.4.62 (Unix)',
  port: 80,
  startupMs: 45,
  startupLines: [
    '{date} [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.62 (Unix) configured -- resuming normal operations',
    "{date} [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'",
  ],
  pages: {
    '/': { status: 200, contentType: 'text/html', body: '<html><body><h1>It works!</h1></body></html>\n' },
    '/index.html': { status: 200, contentType: 'text/html', body: '<html><body><h1>It works!</h1></body></html>\n' },
  },
  notFound: page(404, '404 Not Found', 'Not Found'),
  serviceMs: 0.8,
  spreadRatio: 0.4,
  cpuMilliIdle: 1,
  memoryBytes: 12 * MIB,
  term: { kind: 'exits', exitCode: 0, afterMs: 80 },
  accessLog: 'common',
}

const PAUSE: ServerBehaviour = {
  ...NGINX,
  product: 'pause',
  port: 0,
  startupLines: [],
  pages: {},
  cpuMilliIdle: 0,
  memoryBytes: 0.3 * MIB,
  term: { kind: 'exits', exitCode: 0, afterMs: 5 },
  accessLog: 'none',
}

/** Images that the registry of the simulated world has. */
export const IMAGES: readonly ImageBehaviour[] = [
  {
    repository: 'nginx',
    tags: /^(?:latest|alpine|stable|mainline|1\.2[5-9](?:\.\d+)?|1\.2[5-9](?:\.\d+)?-alpine|stable-alpine|mainline-alpine)$/,
    sizeBytes: 20_506_631,
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    env: {
      PATH,
      NGINX_VERSION: '1.27.5',
      PKG_RELEASE: '1',
      DYNPKG_RELEASE: '1',
      NJS_VERSION: '0.8.10',
      NJS_RELEASE: '1',
    },
    programs: [...BUSYBOX_PROGRAMS, 'docker-entrypoint.sh', 'nginx', 'curl'],
    servers: { nginx: NGINX },
    workingDirectory: '/',
  },
  {
    repository: 'httpd',
    tags: /^(?:latest|alpine|2|2\.4|2\.4\.\d+|2\.4(?:\.\d+)?-alpine)$/,
    sizeBytes: 22_108_450,
    entrypoint: [],
    command: ['httpd-foreground'],
    env: { PATH: `/usr/local/apache2/bin:${PATH}`, HTTPD_PREFIX: '/usr/local/apache2', HTTPD_VERSION: '2.4.62' },
    programs: [...BUSYBOX_PROGRAMS, 'httpd-foreground', 'httpd'],
    servers: { 'httpd-foreground': HTTPD, httpd: HTTPD },
    workingDirectory: '/usr/local/apache2',
  },
  {
    repository: 'busybox',
    tags: /^(?:latest|stable|musl|glibc|1\.3[4-7](?:\.\d+)?(?:-(?:musl|glibc))?)$/,
    sizeBytes: 2_156_519,
    entrypoint: [],
    command: ['sh'],
    env: { PATH },
    programs: [...BUSYBOX_PROGRAMS, 'httpd'],
    servers: {},
    workingDirectory: '/',
  },
  {
    repository: 'alpine',
    tags: /^(?:latest|edge|3|3\.\d+(?:\.\d+)?)$/,
    sizeBytes: 3_642_247,
    entrypoint: [],
    command: ['/bin/sh'],
    env: { PATH },
    programs: BUSYBOX_PROGRAMS,
    servers: {},
    workingDirectory: '/',
  },
  {
    repository: 'curlimages/curl',
    tags: /^(?:latest|8\.\d+\.\d+)$/,
    sizeBytes: 9_555_301,
    entrypoint: ['/entrypoint.sh'],
    command: ['curl'],
    env: { PATH, CURL_CA_BUNDLE: '/cacert.pem' },
    programs: [...BUSYBOX_PROGRAMS, 'curl', 'entrypoint.sh'],
    servers: {},
    workingDirectory: '/home/curl_user',
  },
  ...['pause', 'google-containers/pause'].map(pauseImage),
  ...SHOP_IMAGES,
  ...systemImages(),
]

/** It does nothing, and stands for whatever is to do nothing. */
function pauseImage(repository: string): ImageBehaviour {
  return {
    repository,
    tags: /^(?:latest|3\.\d+)$/,
    sizeBytes: 320_368,
    entrypoint: ['/pause'],
    command: [],
    env: { PATH },
    programs: ['pause'],
    servers: { pause: PAUSE },
    workingDirectory: '/',
  }
}

/** Parts of the control plane and of Chaos Mesh: they run, use a little, and answer nobody. */
function systemImages(): readonly ImageBehaviour[] {
  const system = (
    repository: string,
    tags: RegExp,
    program: string,
    cpuMilliIdle: number,
    memoryMiB: number,
  ): ImageBehaviour => ({
    repository,
    tags,
    sizeBytes: 30_000_000,
    entrypoint: [`/${program}`],
    command: [],
    env: { PATH },
    programs: [program],
    servers: {
      [program]: {
        ...NGINX,
        product: program,
        port: 0,
        startupLines: [],
        pages: {},
        cpuMilliIdle,
        memoryBytes: memoryMiB * MIB,
        accessLog: 'none',
      },
    },
    workingDirectory: '/',
  })
  return [
    system('coredns/coredns', /^v?1\.\d+\.\d+$/, 'coredns', 3, 14),
    system('kube-proxy', /^v1\.\d+\.\d+$/, 'kube-proxy', 1, 18),
    system('metrics-server/metrics-server', /^v0\.\d+\.\d+$/, 'metrics-server', 4, 22),
    system('chaos-mesh/chaos-mesh', /^v2\.\d+\.\d+$/, 'chaos-controller-manager', 6, 48),
    system('chaos-mesh/chaos-daemon', /^v2\.\d+\.\d+$/, 'chaos-daemon', 3, 27),
  ]
}
