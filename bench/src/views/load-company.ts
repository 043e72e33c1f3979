import { createRawSink, type Database } from 'qbo-raw-sink'
import { createSimulator, generateCompany } from 'qbo-simulator'
import { realmId } from '../invoice-pages.ts'

const pageSize = 1000

export interface Loaded {
  readonly records: number
  /** Of writing; what making the company up took is not in it. */
  readonly seconds: number
}

/** Writes a company with books into the raw tables, page by page, as a run does. */
export async function loadCompany(db: Database, invoices: number): Promise<Loaded> {
  const company = generateCompany({
    realmId,
    invoices,
    customers: 2000,
    items: 500,
    books: { inventoryAdjustments: 0 },
  })
  const entities = Object.keys(company.records)
  // The simulator keeps records as bytes; as objects, half a million invoices are more than Node's heap.
  const simulator = createSimulator({ companies: [company] })
  const sink = createRawSink({ db })
  // The models need a table of what the company has none of, too.
  await sink.migrate({ entities: [...entities, 'CreditCardPayment', 'CustomerType', 'Department'] })
  let records = 0
  let ms = 0
  for (const entity of entities) {
    const texts = simulator.texts(entity)
    const began = performance.now()
    for (let at = 0; at < texts.length; at += pageSize) {
      await sink.writePage(db, {
        realmId,
        entity,
        text: `{"QueryResponse":{"${entity}":[${texts.slice(at, at + pageSize).join(',')}]}}`,
        windows: { start: '2022-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' },
        runId: 'views',
        page: { number: at / pageSize + 1, size: pageSize },
      })
    }
    ms += performance.now() - began
    records += texts.length
  }
  return { records, seconds: ms / 1000 }
}
