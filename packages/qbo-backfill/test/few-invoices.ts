import type { BackfillReport, EntityReport } from '../src/index.js'

/** A company of one page, and the range that holds its invoices. */
export const few = { customers: 5, items: 3, invoices: 60 }
export const range = { from: '2022-01-01', to: '2025-01-01', entities: ['invoices'] }

/** What a report says of the invoices. */
export function ofInvoices({ entities }: BackfillReport): EntityReport {
  const found = entities.find(({ entity }) => entity === 'Invoice')
  if (found === undefined) throw new Error('No invoices were read.')
  return found
}
