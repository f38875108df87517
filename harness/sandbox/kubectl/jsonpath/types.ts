/** A step of a path, or a value inside braces. */
export type PathNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | {
      readonly type: 'slice'
      readonly start: number | undefined
      readonly end: number | undefined
      readonly step: number | undefined
      /** One index: `end` was derived from `start`. */
      readonly single: boolean
    }
  | {
      readonly type: 'filter'
      readonly left: readonly PathNode[]
      readonly operator: string
      readonly right: readonly PathNode[]
    }
  | { readonly type: 'union'; readonly members: readonly (readonly PathNode[])[] }
  /** `range` and `end`; any other word is refused when it is evaluated. */
  | { readonly type: 'keyword'; readonly word: string }

/** What a template prints, in order. */
export type TemplatePart =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'action'; readonly nodes: readonly PathNode[] }
  | { readonly type: 'range'; readonly over: readonly PathNode[]; readonly body: readonly TemplatePart[] }

/** A template that cannot be parsed, or a path that cannot be followed; the message is kubectl's. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError'
}
