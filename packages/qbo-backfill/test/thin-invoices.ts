import type { QboRecord } from 'qbo-simulator'

const dayMs = 86_400_000

/**
 * So many invoices over the days of 2022 to 2024, with nothing but what is asked for: where only their number matters. A
 * generated one has lines and taxes, and takes four times as long through client, sink and PostgreSQL.
 */
export function thinInvoices(count: number): readonly QboRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const at = Date.UTC(2022, 0, 1) + Math.floor((index * 1096) / count) * dayMs
    const TxnDate = new Date(at).toISOString().slice(0, 10)
    // In the order of their creation, some a second.
    const time = new Date(at + 43_200_000 + (index % 3600) * 1000).toISOString()
    return {
      Id: String(index + 1001),
      SyncToken: '0',
      DocNumber: String(index + 1),
      TxnDate,
      TotalAmt: 10,
      MetaData: { CreateTime: time, LastUpdatedTime: time },
    }
  })
}
