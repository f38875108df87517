import type { NodeBeats } from '../types/node-beats.ts'

export const createNodeBeats = (nowMs: () => number): NodeBeats => {
  const silent = new Map<string, number>()
  const listeners: ((node: string) => void)[] = []
  return {
    silentSince: (node) => silent.get(node),
    stop: (node) => {
      if (silent.has(node)) return
      silent.set(node, nowMs())
      for (const listen of listeners) listen(node)
    },
    start: (node) => {
      silent.delete(node)
    },
    onStop: (listen) => {
      listeners.push(listen)
    },
  }
}
