/** What `npm run bench` measures, by name; one bench a file. A bench does one unit of its work per call. */
export const benches: Readonly<Record<string, Bench>> = {}

/** One unit of measured work; preparation belongs before it, in the bench's own file. */
export type Bench = () => void | Promise<void>
