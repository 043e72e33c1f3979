import type { QboRecord } from 'qbo-client'
import type { PoisonedRow } from '../source/source.js'

/** What an answer brought, as it is written. */
export interface AnsweredPage {
  /** The answer's own text, or its UTF-8. */
  readonly text: string | Uint8Array
  readonly recordsPath: readonly string[]
  readonly records: readonly QboRecord[]
  /** Records that QuickBooks has and cannot give. */
  readonly poisoned?: readonly PoisonedRow[] | undefined
}

/** An answer without records, for what is written beside them. */
export const emptyPage: Pick<AnsweredPage, 'recordsPath' | 'records'> & { readonly text: string } = {
  text: '{}',
  recordsPath: [],
  records: [],
}
