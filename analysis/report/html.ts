/** Text as HTML content or attribute value. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"]/g, (found) => ENTITIES[found] ?? found)

/** Text as HTML content in which symbols are set as in print. */
export const proseHtml = (text: string): string => escapeHtml(text).replaceAll('Δ_fp', 'Δ<sub>fp</sub>')

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
