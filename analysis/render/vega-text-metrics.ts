import 'vega'

// The scene graph documents this hook for programs that bring their own text metrics; the published types leave it out.
declare module 'vega' {
  interface MeasuredItem {
    readonly text: unknown
    readonly fontSize?: number
    readonly fontWeight?: number | string
  }
  export const textMetrics: { width: (item: MeasuredItem, text?: unknown) => number }
}
