/** What a small image's C library says of an error number of Linux; `undefined` for numbers that no file system gives. */
export const errnoText = (errno: number): string | undefined => TEXTS[errno]

const TEXTS: Readonly<Record<number, string>> = {
  1: 'Operation not permitted',
  2: 'No such file or directory',
  5: 'I/O error',
  6: 'No such device or address',
  11: 'Resource temporarily unavailable',
  12: 'Out of memory',
  13: 'Permission denied',
  16: 'Resource busy',
  17: 'File exists',
  20: 'Not a directory',
  21: 'Is a directory',
  22: 'Invalid argument',
  24: 'No file descriptors available',
  27: 'File too large',
  28: 'No space left on device',
  30: 'Read-only file system',
  36: 'Filename too long',
  116: 'Stale file handle',
  122: 'Quota exceeded',
}
