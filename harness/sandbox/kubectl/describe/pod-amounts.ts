import type { Pod } from 'kubernetes-types/core/v1.d.ts'
import { parseQuantity, type Quantity } from '../../api/quantity.ts'
import type { Stored } from '../../api/types/object.ts'

export type Amounts = Readonly<Record<string, Quantity>>

export const ZERO: Quantity = { nano: 0n, format: 'decimal-si' }

/** What a pod's containers request and may use together; init containers count where they need more. */
export const podAmounts = ({ spec }: Stored<Pod>): { readonly requests: Amounts; readonly limits: Amounts } => {
  const amounts = (which: 'requests' | 'limits'): Amounts => {
    const total: Record<string, Quantity> = {}
    for (const { resources } of spec?.containers ?? []) {
      for (const [name, quantity] of entries(resources?.[which])) {
        const before = total[name]
        total[name] = before === undefined ? quantity : { ...before, nano: before.nano + quantity.nano }
      }
    }
    for (const { resources } of spec?.initContainers ?? []) {
      for (const [name, quantity] of entries(resources?.[which])) {
        if (quantity.nano > (total[name]?.nano ?? 0n)) total[name] = quantity
      }
    }
    return total
  }
  return { requests: amounts('requests'), limits: amounts('limits') }
}

const entries = (list: Readonly<Record<string, unknown>> | undefined): readonly (readonly [string, Quantity])[] =>
  Object.entries(list ?? {}).map(([name, text]) => [name, parseQuantity(String(text)) ?? ZERO])
