import { createSimulator, generateCompany } from 'qbo-simulator'
import { expect, expectTypeOf, test } from 'vitest'
import type { Customer, Invoice, QboClient, QboRecord, ScanPage } from '../../src/index.js'
import { connectSimulator } from '../support/simulated-company.js'

const company = generateCompany({
  seed: 5,
  customers: 20,
  items: 5,
  invoices: 120,
  from: '2024-01-01',
  to: '2024-03-01',
})

test('every record comes once, however small the pages are and however they overlap, without a count by the caller', async () => {
  const simulator = createSimulator({ limits: false, companies: [company] })
  const { client } = connectSimulator(simulator)
  const invoices: Invoice[] = []
  for await (const invoice of client.records({ entity: 'Invoice', pageSize: 7 })) invoices.push(invoice)
  const ids = invoices.map(({ Id }) => Id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(
    simulator
      .records('Invoice')
      .map(({ Id }) => Id)
      .toSorted(),
  )
  // Two pages at least had a record of the page before, which a loop over the pages would have counted again.
  const pages: ScanPage<Invoice>[] = []
  for await (const page of client.scan({ entity: 'Invoice', key: 'MetaData.CreateTime', pageSize: 7 }))
    pages.push(page)
  expect(pages.flatMap(({ fresh }) => fresh).filter(Boolean)).toHaveLength(120)
  expect(pages.flatMap(({ records }) => records).length).toBeGreaterThan(120)
})

test('what cannot be ordered by time is read by position, and a condition narrows it', async () => {
  const { client } = connectSimulator(createSimulator({ limits: false, companies: [company] }))
  const names: unknown[] = []
  for await (const info of client.records({ entity: 'CompanyInfo' })) names.push(info['CompanyName'])
  expect(names).toHaveLength(1)
  let none = 0
  const where = [{ field: 'DocNumber', operator: '=', value: 'there is none' }] as const
  for await (const _ of client.records({ entity: 'Invoice', where })) none += 1
  expect(none).toBe(0)
})

test('a record that QuickBooks cannot give is no loss without a word: all others come, and then an error', async () => {
  const simulator = createSimulator({ limits: false, companies: [company] })
  const { client } = connectSimulator(simulator)
  simulator.poison('Invoice', simulator.records('Invoice')[60]?.Id ?? '')
  let read = 0
  const reading = (async () => {
    for await (const _ of client.records({ entity: 'Invoice' })) read += 1
  })()
  await expect(reading).rejects.toMatchObject({ code: 'QBO_QUERY_UNPROCESSABLE', faults: [{ code: '4002' }] })
  expect(read).toBe(119)
})

test('records have the type of their entity, where there is one', () => {
  type Read = QboClient['records']
  expectTypeOf<Read>().toBeFunction()
  const typed = (client: QboClient): void => {
    expectTypeOf(client.records({ entity: 'Invoice' })).toEqualTypeOf<AsyncIterable<Invoice>>()
    expectTypeOf(client.records({ entity: 'Bill' })).toEqualTypeOf<AsyncIterable<QboRecord>>()
    expectTypeOf(client.readById('Customer', '1')).toEqualTypeOf<Promise<Customer | undefined>>()
    expectTypeOf(client.scan({ entity: 'Invoice', key: 'MetaData.CreateTime' })).toEqualTypeOf<
      AsyncIterable<ScanPage<Invoice>>
    >()
  }
  expect(typed).toBeDefined()
})
