/** A call to a file that the system answered with an error of its own. */
export class FileFailure extends Error {
  override readonly name = 'FileFailure'
  readonly path: string
  readonly method: FileMethod
  /** The system's words, such as `I/O error`. */
  readonly text: string

  constructor(path: string, method: FileMethod, text: string) {
    super(complaintAbout(path, method, text))
    this.path = path
    this.method = method
    this.text = text
  }
}

/** As the tools of a small image say it. */
const complaintAbout = (path: string, method: FileMethod, text: string): string => {
  switch (method) {
    case 'read':
      return `read error: ${text}`
    case 'write':
      return `write error: ${text}`
    case 'open':
      return `can't open '${path}': ${text}`
    case 'opendir':
    case 'readdir':
    case 'getattr':
      return `${path}: ${text}`
    case 'mkdir':
      return `can't create directory '${path}': ${text}`
    case 'unlink':
      return `can't remove '${path}': ${text}`
    case 'setattr':
      return `${path}: ${text}`
  }
}

/** The calls that a file system sees, by the names that FUSE has for them. */
export const FILE_METHODS = [
  'getattr',
  'mkdir',
  'open',
  'opendir',
  'read',
  'readdir',
  'setattr',
  'unlink',
  'write',
] as const
export type FileMethod = (typeof FILE_METHODS)[number]

/** What a call to a file meets before it is carried out. */
export interface FileTrouble {
  /** Whether there is any; asked before each call, so it has to be cheap. */
  readonly isThere: () => boolean
  /**
   * @returns for how long the call is held back, ms
   * @throws {FileFailure}
   */
  readonly meet: (path: string, method: FileMethod) => number
}

export const noTrouble: FileTrouble = { isThere: () => false, meet: () => 0 }
