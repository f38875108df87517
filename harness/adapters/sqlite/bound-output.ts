/** Outputs are stored up to so many bytes each. */
export const OUTPUT_LIMIT_BYTES = 16 * 1024

export interface BoundOutput {
  readonly text: string
  /** Size of the whole output in UTF-8. */
  readonly bytes: number
  readonly isCut: boolean
}

/** Keeps the beginning of a long output and says at its end how much is missing. Never cuts a character in two. */
export const boundOutput = (output: string, limitBytes = OUTPUT_LIMIT_BYTES): BoundOutput => {
  const bytes = Buffer.byteLength(output)
  if (bytes <= limitBytes) return { text: output, bytes, isCut: false }
  const kept = wholeCharacters(Buffer.from(output), limitBytes)
  return {
    text: `${kept.toString('utf8')}\n[cut: ${bytes - kept.length} of ${bytes} bytes]\n`,
    bytes,
    isCut: true,
  }
}

const wholeCharacters = (buffer: Buffer, limitBytes: number): Buffer => {
  let end = limitBytes
  while (end > 0 && isContinuation(buffer[end])) end -= 1
  return buffer.subarray(0, end)
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80
