import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { startCompany } from '../company.js'
import { thinInvoices } from '../thin-invoices.js'

/** More than a report is asked to carry. */
const invoices = 65_000

test('the reports of a run that one cannot carry are asked for beside the proof, cut by what the table holds', async () => {
  const company = await startCompany('PostgreSQL', { invoicesAlone: thinInvoices(invoices) })
  const asked: { readonly from: string; readonly to: string }[] = []
  let enter = (): void => undefined
  const firstAsked = new Promise<void>((resolve) => (enter = resolve))
  const source: Source = {
    ...company.source,
    async *transactionList(options) {
      if (options.types !== 'any') {
        asked.push({ from: options.from, to: options.to })
        enter()
      }
      yield* company.source.transactionList?.(options) ?? []
    },
  }
  // The proof notes which fields it has seen: as long as nobody may, it does not end.
  const held = company.db.transaction().execute(async (trx) => {
    await sql`LOCK TABLE qbo_backfill.known_fields`.execute(trx)
    await firstAsked
  })
  const report = await company.run({ source, entities: ['invoices'] })
  await held
  expect(report.entities[0]).toMatchObject({
    loaded: invoices,
    witness: { outcome: 'witnessed', transactions: invoices },
  })
  expect(asked).toEqual([
    { from: '2022-01-01', to: asked[1]?.from },
    { from: expect.any(String), to: '2025-01-01' },
  ])
  await company.close()
})
