/** Letters and digits of generated names. Source: k8s.io/apimachinery, util/rand. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

/** Five characters that follow from a text, such as the time and the pod. */
export const containerSuffix = (seed: string): string => {
  let hash = 0x811c9dc5
  let suffix = ''
  for (let index = 0; suffix.length < 5; index += 1) {
    for (const character of `${seed}/${index}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0
    suffix += ALPHABET.charAt(hash % ALPHABET.length)
  }
  return suffix
}
