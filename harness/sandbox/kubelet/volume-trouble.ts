import { FileFailure, type FileTrouble } from '../processes/files/file-trouble.ts'
import type { Disturbances } from './disturbances.ts'
import { matchesGlob } from './glob.ts'

/** What the processes of one container meet on volumes that were disturbed. */
export const volumeTrouble = ({ io }: Disturbances, container: string): FileTrouble => ({
  isThere: () => io.size > 0,
  meet: (path, method) => {
    let delayMs = 0
    for (const rule of io.values()) {
      const isBelow = path === rule.volumePath || path.startsWith(`${rule.volumePath}/`)
      if (rule.container !== container || !isBelow) continue
      if (rule.path !== undefined && !matchesGlob(rule.path, path)) continue
      if (rule.methods.length > 0 && !rule.methods.includes(method)) continue
      if (!rule.isHit()) continue
      if (rule.effect.kind === 'fault') throw new FileFailure(path, method, rule.effect.text)
      delayMs += rule.effect.delayMs
    }
    return delayMs
  },
})
