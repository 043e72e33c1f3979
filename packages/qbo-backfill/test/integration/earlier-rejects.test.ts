import { createRawSink } from 'qbo-raw-sink'
import { afterEach, expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { startCompany, type TestCompany } from '../company.js'
import { few, ofInvoices, range } from '../few-invoices.js'
import { lyingSource } from '../lying-source.js'

let company: TestCompany
afterEach(() => company.close())

/** Loads a year before the range, of which QuickBooks cannot give one invoice: a reject that says its second alone. */
async function withEarlierReject(): Promise<{ readonly id: string; readonly cure: () => void }> {
  company = await startCompany('PostgreSQL', few)
  const time = '2019-05-05T10:00:00-07:00'
  const MetaData = { CreateTime: time, LastUpdatedTime: time }
  const { Id: id } = company.simulator.create('Invoice', { TxnDate: '2019-05-05', TotalAmt: 1, MetaData })
  const cure = company.simulator.poison('Invoice', id)
  const earlier = await company.run({ entities: ['invoices'], from: '2019-01-01', to: '2020-01-01' })
  expect(earlier.status).toBe('red')
  expect(await open()).toBe(1)
  return { id, cure }
}

async function open(): Promise<number> {
  const query = { realmId: company.source.realmId, unresolvedOnly: true }
  return (await createRawSink({ db: company.db }).rejects(company.db, query)).length
}

test('a reject of an earlier run excuses no transaction that a report lists and this run has not met', async () => {
  await withEarlierReject()
  const id = company.simulator.records('Invoice').find(({ TxnDate }) => String(TxnDate) > '2022')?.Id ?? ''
  company.simulator.hide('Invoice', id)
  const source: Source = {
    ...company.source,
    async *readByIds(entity, ids, options) {
      if (ids.includes(id))
        yield { poisoned: { id, fault: { message: 'cannot be given' }, request: 'by Id' } }
      const others = ids.filter((each) => each !== id)
      if (others.length > 0) yield* company.source.readByIds(entity, others, options)
    },
  }
  const found = ofInvoices(await company.run({ ...range, source }))
  expect(found).toMatchObject({ status: 'red', witness: { lost: 1 } })
})

test('a reject of an earlier run is settled by no empty answer alone', async () => {
  const { id, cure } = await withEarlierReject()
  cure()
  const source = lyingSource(company.source, { hides: (_, each, how) => how === 'scan' && each === id })
  await company.run({ ...range, source })
  expect(await open()).toBe(1)
  company.simulator.remove('Invoice', id)
  await company.run(range)
  expect(await open()).toBe(0)
})
