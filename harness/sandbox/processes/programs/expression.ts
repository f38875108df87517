/** In a basic expression `\(` is what `(` is in an extended one. */
export const basic = (pattern: string): string =>
  pattern.replaceAll(/\\([(){}|+?])|([(){}|+?])/g, (_all, escaped: string | undefined, plain: string | undefined) =>
    escaped === undefined ? `\\${plain ?? ''}` : escaped,
  )
