import { BUSYBOX_PROGRAMS, PATH } from './busybox.ts'
import type { AppBehaviour, AppCall, ImageBehaviour } from './types.ts'

const MIB = 1024 ** 2

const call = (address: string, path: string, more: Partial<AppCall> = {}): AppCall => ({
  address,
  path,
  timeoutMs: 2000,
  isOptional: false,
  ...more,
})

const service = (name: string, calls: readonly AppCall[], more: Partial<AppBehaviour> = {}): AppBehaviour => ({
  name,
  port: 8080,
  required: calls.filter(({ isOptional }) => !isOptional).map(({ address }) => address),
  calls,
  speaksHttp: true,
  startupMs: 900,
  serviceMs: 3,
  cpuMsPerRequest: 2,
  cpuMilliIdle: 2,
  memoryBytes: 38 * MIB,
  logsEvery: 1,
  ...more,
})

/** Keeps data and speaks its own protocol: a connection is all that the others need of it. */
const store = (name: string, port: number, memoryMiB: number, startupMs: number): AppBehaviour =>
  service(name, [], {
    port,
    speaksHttp: false,
    startupMs,
    serviceMs: 0.8,
    cpuMsPerRequest: 0.6,
    memoryBytes: memoryMiB * MIB,
    storesIn: `/var/lib/${name}`,
  })

/**
 * The services of the shop. Each calls the ones whose addresses its environment holds: the frontend asks cart and catalog, the cart
 * keeps its items in the cache, orders are taken from the cart, paid, and written to the database; a worker works them off.
 */
const SHOP: readonly AppBehaviour[] = [
  service('frontend', [
    call('CATALOG_ADDR', '/products'),
    call('CART_ADDR', '/cart', { isOptional: true, timeoutMs: 1000 }),
  ]),
  service('cart', [call('CACHE_ADDR', '/read', { isQuery: true })], { serviceMs: 2 }),
  service('catalog', [call('DB_ADDR', '/read', { isQuery: true })], { serviceMs: 4, memoryBytes: 52 * MIB }),
  service('payments', [call('DB_ADDR', '/write', { isQuery: true })], {
    required: ['DB_ADDR', 'PAYMENT_MODE', 'API_KEY'],
    serviceMs: 12,
    startupMs: 2500,
  }),
  service(
    'orders',
    [
      call('CART_ADDR', '/cart'),
      call('PAYMENTS_ADDR', '/pay', { timeoutMs: 3000 }),
      call('DB_ADDR', '/take', { isQuery: true }),
    ],
    {
      serviceMs: 5,
      memoryBytes: 60 * MIB,
    },
  ),
  store('db', 5432, 86, 1800),
  store('cache', 6379, 18, 300),
  service('worker', [call('ORDERS_ADDR', '/next', { timeoutMs: 5000 })], {
    everyMs: 10_000,
    logsEvery: 6,
    memoryBytes: 44 * MIB,
  }),
  service('limit-policy', [], { port: 8443, required: ['MEMORY_LIMIT'], limitsMemory: true, memoryBytes: 16 * MIB }),
  service('visitor', [call('FRONTEND_ADDR', '/')], {
    everyMs: 2000,
    logsEvery: 30,
    memoryBytes: 12 * MIB,
    cpuMilliIdle: 1,
  }),
]

/** Images of the shop in its own registry: `registry.shop.example/shop/NAME:1.x.y`. */
export const SHOP_IMAGES: readonly ImageBehaviour[] = SHOP.map((app) => ({
  repository: `shop/${app.name}`,
  tags: /^1\.\d+\.\d+$/,
  sizeBytes: 24_000_000 + app.name.length * 1_310_720,
  entrypoint: [`/usr/local/bin/${app.name}`],
  command: [],
  env: { PATH },
  programs: [...BUSYBOX_PROGRAMS, 'curl', app.name],
  servers: {},
  workingDirectory: '/',
  apps: { [app.name]: app },
}))
