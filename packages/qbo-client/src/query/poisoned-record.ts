import { answerText, type AnswerText } from '../http/answer-text.js'
import { isQboError } from '../errors.js'
import type { QboError, QboFault } from '../errors.js'

/** How QuickBooks refuses a record that it has and cannot give: every page that holds it fails (PHP-SDK#216). */
interface Refusal {
  /** What QuickBooks said of it. */
  readonly fault: QboFault
  /** The statement that met it. */
  readonly request: string
  /** Intuit's id of that answer, for its support. */
  readonly intuitTid?: string
}

/** A record that QuickBooks has and cannot give. */
export interface PoisonedRecord extends Refusal {
  /** Its number among those of its second that cannot be read, from 1; in a read by position, its STARTPOSITION. */
  readonly ordinal: number
}

/** One that was asked for by its Id. */
export interface PoisonedId extends Refusal {
  /** The Id that was asked for. */
  readonly id: string
}

/** One that a scan met: all that can be known of it is when it was created or updated. */
export interface PoisonedScanRecord extends PoisonedRecord {
  /** Its key, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly second: string
}

/** Whether an answer failed on one of its rows (codes 4002 and 10000), so that fewer rows may come. */
export function isPoisoned(error: unknown): error is QboError {
  return isQboError(error) && error.code === 'QBO_QUERY_UNPROCESSABLE'
}

/** What is told of a record that cannot be read. */
export function describePoisoned(error: QboError, ordinal: number): PoisonedRecord {
  return { ordinal, ...describeRefusal(error) }
}

/** What is told of how QuickBooks refused. */
export function describeRefusal(error: QboError): Omit<PoisonedRecord, 'ordinal'> {
  return {
    fault: error.faults?.[0] ?? { message: error.message },
    request: error.request ?? '',
    ...(error.intuitTid === undefined ? {} : { intuitTid: error.intuitTid }),
  }
}

/** The answer of a page that holds nothing but poisoned records. */
export const noText: AnswerText = answerText(Buffer.from('{"QueryResponse":{}}'))
