import { describe, expect, it } from 'vitest'
import { roleOfScope } from './method-rights.ts'
import type { ScopeRule } from './scope.ts'

const rolesOf = (...allow: readonly ScopeRule[]) => roleOfScope({ allow: [...allow] }).slice(1)

describe('the role that is made of a scope', () => {
  it('lets a method reach into pods even where it may change nothing', () => {
    expect(roleOfScope({ allow: [] })).toEqual([
      { apiGroups: [''], resources: ['pods/exec', 'pods/attach', 'pods/portforward'], verbs: ['create'] },
    ])
  })

  it('names the objects of rules with names, but not what is yet to be created', () => {
    expect(rolesOf({ kind: 'Deployment', verbs: ['create', 'patch', 'delete'], names: ['web', 'api'] })).toEqual([
      {
        apiGroups: ['apps'],
        resources: ['deployments', 'deployments/scale'],
        verbs: ['patch', 'delete'],
        resourceNames: ['web', 'api'],
      },
      { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['create'] },
    ])
  })

  it('is as wide as the kind where a name is a pattern, or none is given', () => {
    const all = [{ apiGroups: [''], resources: ['pods'], verbs: ['delete', 'deletecollection'] }]
    expect(rolesOf({ kind: 'Pod', verbs: ['delete', 'deletecollection'], names: ['web-*'] })).toEqual(all)
    expect(rolesOf({ kind: 'Pod', verbs: ['delete', 'deletecollection'] })).toEqual(all)
  })

  it('never allows a whole collection for the sake of one name', () => {
    expect(rolesOf({ kind: 'ConfigMap', verbs: ['deletecollection'], names: ['settings'] })).toEqual([])
  })

  it('is not made for a kind whose resource is not known', () => {
    expect(() => rolesOf({ kind: 'Gateway', verbs: ['patch'] })).toThrow(
      new RangeError('no role can be made for the kind Gateway'),
    )
  })
})
