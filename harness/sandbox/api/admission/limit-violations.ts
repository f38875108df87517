import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1.d.ts'
import { compareQuantities, parseQuantity } from '../quantity.ts'
import type { DeepReadonly, KubeObject, Stored } from '../types/object.ts'
import { type Amounts, podAmounts } from './pod-requests.ts'

/** Complaints of a LimitRange about a pod or a claim. Source of rules and wording: k8s.io/kubernetes, plugin/pkg/admission/limitranger. */
export const limitViolations = (range: Stored<LimitRange>, object: KubeObject): readonly string[] =>
  (range.spec?.limits ?? []).flatMap((item) => {
    switch (item.type) {
      case 'Container':
        return containersOf(object).flatMap(({ resources }) => check(item, resources?.requests, resources?.limits))
      case 'Pod': {
        if (object.kind !== 'Pod') return []
        const { spec } = object as Stored<Pod>
        return check(item, podAmounts(spec, 'requests'), podAmounts(spec, 'limits'))
      }
      case 'PersistentVolumeClaim':
        if (object.kind !== 'PersistentVolumeClaim') return []
        return checkClaim(item, (object as Stored<PersistentVolumeClaim>).spec?.resources?.requests)
    }
    return []
  })

const containersOf = (object: KubeObject): readonly DeepReadonly<Container>[] => {
  if (object.kind !== 'Pod') return []
  const { spec } = object as Stored<Pod>
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]
}

type Item = DeepReadonly<LimitRangeItem>

const check = (item: Item, requests: Amounts = {}, limits: Amounts = {}): readonly string[] => {
  const problems: string[] = []
  for (const [name, bound] of sorted(item.min)) {
    const usage = `minimum ${name} usage per ${item.type} is ${bound}`
    const request = requests[name]
    const limit = limits[name]
    if (request === undefined) problems.push(`${usage}.  No request is specified`)
    else if (compareQuantities(request, bound) < 0) problems.push(`${usage}, but request is ${request}`)
    if (limit !== undefined && compareQuantities(limit, bound) < 0) problems.push(`${usage}, but limit is ${limit}`)
  }
  for (const [name, bound] of sorted(item.max)) {
    const usage = `maximum ${name} usage per ${item.type} is ${bound}`
    const request = requests[name]
    const limit = limits[name]
    if (limit === undefined) problems.push(`${usage}.  No limit is specified`)
    else if (compareQuantities(limit, bound) > 0) problems.push(`${usage}, but limit is ${limit}`)
    if (request !== undefined && compareQuantities(request, bound) > 0) {
      problems.push(`${usage}, but request is ${request}`)
    }
  }
  for (const [name, bound] of sorted(item.maxLimitRequestRatio)) {
    const problem = ratioProblem(bound, requests[name], limits[name])
    if (problem !== undefined) {
      problems.push(`${name} max limit to request ratio per ${item.type} is ${bound}, but ${problem}`)
    }
  }
  return problems
}

const checkClaim = (item: Item, requests: Amounts = {}): readonly string[] => {
  const problems: string[] = []
  for (const [name, request] of sorted(requests)) {
    const { min, max } = item
    if (min?.[name] !== undefined && compareQuantities(request, min[name]) < 0) {
      problems.push(`minimum ${name} usage per ${item.type} is ${min[name]}, but request is ${request}`)
    }
    if (max?.[name] !== undefined && compareQuantities(request, max[name]) > 0) {
      problems.push(`maximum ${name} usage per ${item.type} is ${max[name]}, but request is ${request}`)
    }
  }
  return problems
}

const ratioProblem = (bound: string, request: string | undefined, limit: string | undefined): string | undefined => {
  if (request === undefined || compareQuantities(request, '0') === 0) return 'no request is specified or request is 0'
  if (limit === undefined || compareQuantities(limit, '0') === 0) return 'no limit is specified or limit is 0'
  const ratio = numberOf(limit) / numberOf(request)
  return ratio > numberOf(bound) ? `provided ratio is ${ratio.toFixed(6)}` : undefined
}

const numberOf = (text: string): number => Number(parseQuantity(text)?.nano ?? 0n) / 1e9

const sorted = (amounts: Amounts | undefined): readonly (readonly [string, string])[] =>
  Object.entries(amounts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
