/** The JSON shape of a field. */
export type FieldSchema =
  | { readonly type: 'string' | 'number' | 'boolean' | 'quantity' | 'int-or-string' | 'time' | 'any' }
  | { readonly type: 'array'; readonly items: FieldSchema; readonly merge?: MergeRule }
  | { readonly type: 'map'; readonly values: FieldSchema }
  | { readonly type: 'object'; readonly schema: ObjectSchema }

/** How strategic merge patch treats a list: by the key field of its items, or as a set when the items are plain values. */
export type MergeRule = { readonly by: 'key'; readonly key: string } | { readonly by: 'value' }

/** The known fields of an object. Schemas may refer to each other in cycles. */
export interface ObjectSchema {
  readonly name: string
  readonly fields: Readonly<Record<string, FieldSchema>>
  readonly required: readonly string[]
  /** Fields that `$patch`-less strategic merge replaces as a whole with `retainKeys` semantics (a Deployment's strategy, a volume). */
  readonly retainKeys?: readonly string[]
  /** Accepts unknown fields (parts of custom resources). */
  readonly open?: boolean
}
