import { QboError } from 'qbo-client'
import { afterEach, expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { startCompany, storedRows, type TestCompany } from '../company.js'
import { few, range } from '../few-invoices.js'

let company: TestCompany
afterEach(() => company.close())

test.each([
  ['QBO_FORBIDDEN', false],
  ['QBO_REPORT_REFUSED', false],
  ['QBO_REPORT_TRUNCATED', false],
  ['QBO_SERVER_ERROR', true],
  ['QBO_UNAUTHORIZED', false],
] as const)(
  'a sweep whose reports fail with %s changes nothing, is not green, and says why',
  async (code, late) => {
    company = await startCompany('PostgreSQL', few)
    await company.run({ ...range, witness: false })
    const [gone] = company.simulator.records('Invoice')
    company.simulator.remove('Invoice', gone?.Id ?? '', { trace: false })
    const before = await storedRows(company, 'qb_invoices')
    const transactionList: Source['transactionList'] = async function* (options) {
      if (late)
        for await (const part of company.source.transactionList!(options))
          yield { ...part, transactions: part.transactions.slice(0, 1) }
      throw new QboError(code, 'No.')
    }
    const source = { ...company.source, transactionList }
    const synced = await company.sync({ sweep: true, source })
    expect(synced).toMatchObject({
      status: 'yellow',
      entities: [
        {
          tombstoned: 0,
          deletionsKnown: false,
          witness: { outcome: 'notWitnessed', reason: `${code}: No.` },
          findings: [expect.stringContaining(`The sweep that was asked for told nothing (${code}: No)`)],
        },
      ],
    })
    expect(await storedRows(company, 'qb_invoices')).toEqual(before)
    // Who has not asked for it is told what change data capture tells, which is all that it was asked for.
    expect(await company.sync({ source })).toMatchObject({
      status: 'green',
      entities: [{ deletionsKnown: true }],
    })
  },
)

test('a sweep looks up by Id what no report lists', async () => {
  company = await startCompany('PostgreSQL', few)
  const MetaData = { CreateTime: '2023-02-02T10:00:00-08:00', LastUpdatedTime: '2023-02-02T10:00:00-08:00' }
  const [kept, gone] = ['2023-01-05', '2023-08-05'].map((TxnDate) =>
    company.simulator.create('CreditCardPayment', { TxnDate, Amount: 1, MetaData }),
  )
  await company.run({ ...range, entities: ['credit_card_payments'] })
  company.simulator.remove('CreditCardPayment', gone!.Id, { trace: false })
  expect(await company.sync()).toMatchObject({ entities: [{ tombstoned: 0 }] })
  expect(await company.sync({ sweep: true })).toMatchObject({
    status: 'green',
    entities: [{ tombstoned: 1, deletionsKnown: true, witness: { outcome: 'notWitnessed' } }],
  })
  const live = (await storedRows(company, 'qb_credit_card_payments')).filter(({ deleted }) => !deleted)
  expect(live.map(({ id }) => id)).toEqual([kept!.Id])
})
