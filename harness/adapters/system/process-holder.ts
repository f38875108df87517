import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { processStart } from './process-start.ts'

/**
 * Names this process so that others can tell later whether it still runs: where its number means something (this start of this machine, this
 * namespace of processes), its number and its beginning. `undefined` where the system does not tell.
 */
export const thisHolder = (): string | undefined => {
  const where = placeOfNumbers()
  const start = processStart(process.pid)
  return where === undefined || start === undefined || start === '' ? undefined : `${where}.${process.pid}.${start}`
}

/** What is known of the process of that name; of one elsewhere nothing is. */
export const stateOfHolder = (holder: string): 'runs' | 'gone' | 'unknown' => {
  const [where, pid, start] = holder.split('.')
  if (where !== placeOfNumbers()) return 'unknown'
  const now = processStart(Number(pid))
  // Where the system does not tell when a process began, it may be the one.
  if (now === '') return 'unknown'
  return now === start ? 'runs' : 'gone'
}

const placeOfNumbers = (): string | undefined => {
  try {
    const place = `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')} ${readlinkSync('/proc/self/ns/pid')}`
    // Hashed: what stands on a cluster for all to read says nothing of this machine.
    return createHash('sha256').update(place).digest('hex').slice(0, 16)
  } catch {
    return undefined
  }
}
