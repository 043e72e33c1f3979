import { createSimulator, generateCompany } from 'qbo-simulator'
import { expect, test } from 'vitest'
import { customerSchema, invoiceSchema, itemSchema, queryEnvelopeSchema } from '../../src/index.js'
import type { Customer, Invoice, Item } from '../../src/index.js'
import { connectSimulator } from '../support/simulated-company.js'

const schemas = { Customer: customerSchema, Invoice: invoiceSchema, Item: itemSchema }

test('the records of a company and their envelope pass, and nothing of them is lost', async () => {
  const simulator = createSimulator({
    limits: false,
    companies: [generateCompany({ seed: 2, customers: 80, items: 40, invoices: 300 })],
  })
  const { client } = connectSimulator(simulator)
  for (const entity of ['Customer', 'Invoice', 'Item'] as const) {
    for await (const page of client.pages({ entity })) {
      const body: unknown = JSON.parse(page.text)
      expect(queryEnvelopeSchema.parse(body)).toEqual(body)
      for (const record of page.records) expect(schemas[entity].parse(record)).toEqual(record)
    }
  }
})

test('a field that Intuit adds, at every level, stays (digest of 2026-07-23)', () => {
  const invoice = {
    Id: '1',
    NewField: 1,
    MetaData: { CreateTime: '2026-01-01T00:00:00-08:00', NewField: {} },
    CustomerRef: { value: '1', NewField: null },
    Line: [{ Amount: 1, NewField: [1] }],
  }
  expect(invoiceSchema.parse(invoice)).toEqual(invoice)
})

test('a record without an Id, and one with a number for one, is refused', () => {
  expect(customerSchema.safeParse({ DisplayName: 'Ana' }).success).toBe(false)
  expect(itemSchema.safeParse({ Id: 1 }).success).toBe(false)
  expect(queryEnvelopeSchema.safeParse({}).success).toBe(false)
})

test('types are the schemas’ own', () => {
  const customer: Customer = customerSchema.parse({ Id: '1', Balance: 1 })
  const invoice: Invoice = invoiceSchema.parse({ Id: '1', TotalAmt: 2 })
  const item: Item = itemSchema.parse({ Id: '1', UnitPrice: 3 })
  expect([customer.Balance, invoice.TotalAmt, item.UnitPrice]).toEqual([1, 2, 3])
})
