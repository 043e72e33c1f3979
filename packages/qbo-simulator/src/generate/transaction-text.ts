import type { RecordText } from '../table/entity-table.js'
import { formatPacific } from '../time/pacific.js'
import { formatDay } from './calendar.js'
import { currencyRef } from './currencies.js'

/** What is of one transaction; the rest is the same for all. */
export interface TransactionDraft {
  readonly id: number
  /** Midnight of its date, as if in UTC. */
  readonly day: number
  readonly createdMs: number
  /** @defaultValue when it was created */
  readonly updatedMs?: number
  /** @defaultValue 'TxnDate' */
  readonly dateField?: 'PaymentDate'
  readonly fields: Readonly<Record<string, unknown>>
}

export function buildTransactionText(draft: TransactionDraft): RecordText {
  const { day, createdMs, updatedMs = createdMs, dateField = 'TxnDate', fields } = draft
  const id = String(draft.id)
  const date = formatDay(day)
  const text = JSON.stringify({
    domain: 'QBO',
    sparse: false,
    Id: id,
    SyncToken: updatedMs > createdMs ? '1' : '0',
    MetaData: { CreateTime: formatPacific(createdMs), LastUpdatedTime: formatPacific(updatedMs) },
    [dateField]: date,
    ...(dateField === 'TxnDate' ? { CurrencyRef: currencyRef('USD') } : {}),
    ...fields,
  })
  return {
    text,
    values: {
      id,
      'metadata.createtime': Math.floor(createdMs / 1000),
      'metadata.lastupdatedtime': Math.floor(updatedMs / 1000),
      [dateField.toLowerCase()]: Number(date.replaceAll('-', '')),
    },
  }
}
