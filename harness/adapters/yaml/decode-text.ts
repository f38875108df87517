/** The text of a file's bytes, or what they are instead, in words for people. */
export type DecodedText =
  | { readonly status: 'text'; readonly text: string }
  | { readonly status: 'undecodable'; readonly found: string; readonly remedy: string }

/** Reads bytes as UTF-8 and nothing else: a guess at another encoding would put wrong words into commands. */
export const decodeText = (bytes: Uint8Array): DecodedText => {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { status: 'undecodable', found: 'UTF-16', remedy: 'save it as UTF-8' }
  if (bytes.includes(0)) return { status: 'undecodable', found: 'a binary file', remedy: 'name a YAML or JSON file' }
  try {
    return { status: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return {
      status: 'undecodable',
      found: 'bytes that are not UTF-8',
      remedy: 'save it as UTF-8, or name a YAML or JSON file',
    }
  }
}
