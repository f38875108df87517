import type { AnyObject, Stored } from '../../api/types/object.ts'
import type { Session } from '../session.ts'
import type { Report } from './report-writer.ts'

export interface DescribeContext {
  readonly session: Session
  readonly nowMs: number
}

/** Writes the description of an object, without its events. */
export type Describer<T> = (report: Report, object: Stored<T>, context: DescribeContext) => void | Promise<void>

/** A describer of any object; the table that holds it is keyed by kind. */
export type AnyDescriber = (report: Report, object: AnyObject, context: DescribeContext) => void | Promise<void>
