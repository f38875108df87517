import { FILE_METHODS } from '../../processes/files/file-trouble.ts'
import { goDurationMs } from '../duration.ts'
import { errnoText } from '../errno-text.ts'
import type { ChaosSpec } from '../types.ts'

export const ioComplaint = ({
  action = '',
  volumePath = '',
  delay,
  errno = 0,
  methods = [],
  percent = 100,
  attr,
  mistake,
}: ChaosSpec): string | undefined => {
  if (action === 'attrOverride' || action === 'mistake')
    return `spec.action: the sandbox acts out latency and fault, not ${action}: try it on a real cluster`
  if (attr !== undefined) return 'spec.attr: belongs to the action attrOverride; leave it out'
  if (mistake !== undefined) return 'spec.mistake: belongs to the action mistake; leave it out'
  if (!volumePath.startsWith('/')) return `spec.volumePath: Invalid value: "${volumePath}": expected an absolute path`
  if (percent < 0 || percent > 100) return `spec.percent: Invalid value: ${percent}: percent should be in 0-100`
  if (action === 'latency' && (typeof delay !== 'string' || goDurationMs(delay) === undefined))
    return `spec.delay: Invalid value: "${typeof delay === 'string' ? delay : ''}": parse delay field error`
  if (action === 'fault' && errno <= 0) return 'spec.errno: Required value: the action fault needs an error number'
  if (action === 'fault' && errnoText(errno) === undefined)
    return `spec.errno: Invalid value: ${errno}: no error number that a file system gives`
  const strange = methods.find((method) => !FUSE.includes(method) && !isActedOut(method))
  if (strange !== undefined) return `spec.methods: Invalid value: "${strange}": unknown method`
  const silent = methods.find((method) => !isActedOut(method))
  return silent === undefined
    ? undefined
    : `spec.methods: the programs of the sandbox never call ${silent}; they call ${FILE_METHODS.join(', ')}`
}

const isActedOut = (method: string): boolean => (FILE_METHODS as readonly string[]).includes(method)

/** Calls that a file system can see and the sandbox does not make. */
const FUSE = [
  'access',
  'bmap',
  'create',
  'flush',
  'forget',
  'fsync',
  'fsyncdir',
  'getlk',
  'getxattr',
  'link',
  'listxattr',
  'lookup',
  'mknod',
  'readlink',
  'release',
  'releasedir',
  'removexattr',
  'rename',
  'rmdir',
  'setlk',
  'setxattr',
  'statfs',
  'symlink',
]
