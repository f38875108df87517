import type { ShellCommand } from '../script/command.ts'

/** touch, which without a time of its own means the cluster's. */
export const touch: ShellCommand = {
  name: 'touch',
  run: ({ args, process, original }) => {
    const hasTime = args.some((arg) => /^(?:-[a-zA-Z]*[drt]|--date|--reference)/.test(arg))
    return original(hasTime ? args : ['-d', new Date(process.flow.nowMs()).toISOString(), ...args])
  },
}
