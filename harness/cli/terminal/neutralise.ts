/** What {@link paintFor} writes, and nothing else that begins with an escape. */
const OUR_STYLES = String.raw`\u001b\[(?:1|2|22|31|32|39)m`

/** Everything below a blank but tab and line feed, and the second set of controls, which some terminals obey too. */
const CONTROLS = String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f]`

/**
 * Makes text from elsewhere harmless for a terminal: control characters, escape sequences among them, are shown as `\x1b` instead
 * of being obeyed. Our own colours stay.
 */
export const neutralise = (text: string): string =>
  text.replace(
    new RegExp(`(${OUR_STYLES})|${CONTROLS}`, 'g'),
    (found, ours: string | undefined) => ours ?? shown(found),
  )

/** As JSON text: what JSON itself leaves bare (DEL and the second set) is written as JSON writes the others. */
export const neutraliseJson = (json: string): string =>
  json.replace(/[\u007f-\u009f]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)

const shown = (control: string): string => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`
