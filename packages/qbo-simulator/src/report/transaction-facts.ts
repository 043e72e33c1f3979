import { textOf } from '../books/fields.js'
import { bookedOn } from '../books/postings.js'
import type { QboRecord } from '../entity/record.js'
import { bookedCentsOf } from './transaction-amount.js'
import type { TransactionKind } from './transaction-types.js'

/** What lists of transactions mostly ask of one; the rest is read from its record. */
export interface TransactionFacts {
  readonly kind: TransactionKind
  readonly id: string
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly docNumber: string
  readonly lastModified: string
  /** In the home currency; undefined where only its postings say it. */
  readonly homeCents: number | undefined
}

/** @param kinds those of its entity */
export function transactionFacts(record: QboRecord, kinds: readonly TransactionKind[]): TransactionFacts {
  const kind = kinds.find(({ holds }) => holds(record))!
  return {
    kind,
    id: record.Id,
    day: bookedOn(record),
    docNumber: textOf(record, 'DocNumber') || textOf(record, 'PaymentRefNum'),
    lastModified: record.MetaData?.LastUpdatedTime ?? '',
    homeCents: bookedCentsOf(record, kind),
  }
}
