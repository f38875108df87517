/** An awk program as a tree. */
export interface Program {
  readonly rules: readonly Rule[]
  readonly functions: ReadonlyMap<string, FunctionNode>
}

export type Rule =
  | { readonly on: 'begin' | 'end'; readonly body: Statement }
  | { readonly on: 'line'; readonly pattern: Expression | undefined; readonly body: Statement | undefined }
  | { readonly on: 'range'; readonly from: Expression; readonly to: Expression; readonly body: Statement | undefined }

export interface FunctionNode {
  readonly parameters: readonly string[]
  readonly body: Statement
}

/** Where `print` and `printf` put their text. */
export interface Redirect {
  readonly kind: '>' | '>>' | '|'
  readonly target: Expression
}

export type Statement =
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | { readonly type: 'expression'; readonly value: Expression }
  | { readonly type: 'print'; readonly values: readonly Expression[]; readonly to: Redirect | undefined }
  | { readonly type: 'printf'; readonly values: readonly Expression[]; readonly to: Redirect | undefined }
  | {
      readonly type: 'if'
      readonly test: Expression
      readonly whenTrue: Statement
      readonly whenFalse: Statement | undefined
    }
  | { readonly type: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly type: 'do'; readonly test: Expression; readonly body: Statement }
  | {
      readonly type: 'for'
      readonly first: Statement | undefined
      readonly test: Expression | undefined
      readonly step: Statement | undefined
      readonly body: Statement
    }
  | { readonly type: 'for-in'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly type: 'delete'; readonly array: string; readonly index: readonly Expression[] | undefined }
  | { readonly type: 'exit' | 'return'; readonly value: Expression | undefined }
  | { readonly type: 'next' | 'break' | 'continue' }

export type Target =
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'field'; readonly index: Expression }
  | { readonly type: 'element'; readonly array: string; readonly index: readonly Expression[] }

export type Expression =
  | Target
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'pattern'; readonly source: string }
  | { readonly type: 'assign'; readonly operator: string; readonly target: Target; readonly value: Expression }
  | { readonly type: 'step'; readonly by: 1 | -1; readonly isPrefix: boolean; readonly target: Target }
  | { readonly type: 'unary'; readonly operator: '-' | '+' | '!'; readonly value: Expression }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | {
      readonly type: 'choice'
      readonly test: Expression
      readonly whenTrue: Expression
      readonly whenFalse: Expression
    }
  | { readonly type: 'in'; readonly index: readonly Expression[]; readonly array: string }
  | { readonly type: 'group'; readonly value: Expression }
  /** `(a, b)`, which only `print` understands. */
  | { readonly type: 'list'; readonly values: readonly Expression[] }
  | { readonly type: 'call'; readonly name: string; readonly values: readonly Expression[] }
  | {
      readonly type: 'getline'
      readonly from: 'input' | 'file' | 'command'
      readonly source: Expression | undefined
      readonly target: Target | undefined
    }

/** The program cannot be read. The message is without the program's name. */
export class AwkSyntax extends Error {
  override readonly name = 'AwkSyntax'
}
