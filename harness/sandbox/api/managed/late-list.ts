/** Makes lists whose items are worked out when somebody first looks at them. */
export type LateLists<T> = (basis: readonly T[], make: () => readonly T[]) => readonly T[]

/**
 * Records of owners are written with every change and hardly ever read, so they are worked out late. Whoever reads such a list reads
 * an array; copying the object that holds it costs nothing. Lists that are made of each other (`basis`) form a chain; a long one is
 * worked out at once, so that it holds no more than `MAX_CHAIN` versions of an object.
 */
export const createLateLists = <T>(): LateLists<T> => {
  const chainOf = new WeakMap<readonly T[], number>()
  return (basis, make) => {
    const chain = (chainOf.get(basis) ?? 0) + 1
    if (chain > MAX_CHAIN) return Object.freeze([...make()])
    const list: readonly T[] = lateList(() => {
      chainOf.delete(list)
      return make()
    })
    chainOf.set(list, chain)
    return list
  }
}

const MAX_CHAIN = 64

const lateList = <T>(make: () => readonly T[]): readonly T[] => {
  let maker: (() => readonly T[]) | undefined = make
  const filled = (items: T[]): T[] => {
    if (maker === undefined) return items
    const made = maker()
    maker = undefined
    items.push(...made)
    return Object.freeze(items) as T[]
  }
  return new Proxy<T[]>([], {
    get: (items, key) => Reflect.get(filled(items), key) as unknown,
    has: (items, key) => Reflect.has(filled(items), key),
    ownKeys: (items) => Reflect.ownKeys(filled(items)),
    getOwnPropertyDescriptor: (items, key) => Reflect.getOwnPropertyDescriptor(filled(items), key),
    isExtensible: (items) => Reflect.isExtensible(filled(items)),
    preventExtensions: (items) => Reflect.preventExtensions(filled(items)),
    defineProperty: () => false,
    deleteProperty: () => false,
    set: () => false,
  })
}
