import { afterEach, expect, test } from 'vitest'
import { lyingSource } from '../lying-source.js'
import { startCompany, type CompanySize, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const entities = [
  'bills',
  'billPayments',
  'creditMemos',
  'deposits',
  'estimates',
  'invoices',
  'journalEntries',
  'payments',
  'purchases',
  'refundReceipts',
  'salesReceipts',
  'transfers',
  'vendorCredits',
]
/** Windows are few: each is written and read again, of each entity. */
const range = { from: '2022-01-01', to: '2025-01-01', entities, window: 'quarter' } as const
const small = { customers: 20, items: 10, invoices: 60, books: true } as const

test.each<[string, CompanySize]>([
  ['one currency', {}],
  ['several currencies', { books: { foreignVendors: 5 } }],
  ['the shape of after 2026', { reports: { isModern: true } }],
])(
  'books with %s are witnessed to the cent',
  async (_, more) => {
    company = await startCompany('PostgreSQL', { ...small, ...more })
    const report = await company.run(range)
    const said = report.entities.map(({ entity, status, witness, findings }) => ({
      entity,
      status,
      outcome: witness?.outcome,
      reason: witness?.reason,
      differing: witness?.differing,
      findings,
    }))
    expect(
      said.filter(
        ({ outcome, differing, findings }) =>
          outcome !== 'witnessed' || differing !== 0 || findings.some((f) => f.includes('report')),
      ),
    ).toEqual([])
    const verified = await company.verify(range)
    expect(verified.entities.filter(({ status }) => status !== 'green')).toEqual([])
  },
  120_000,
)

const faults = ['report-truncated', 'report-empty', 'report-unsaid', 'report-lost', 'report-unasked'] as const

test.each(faults)(
  'a report with %s changes nothing wrongly',
  async (kind) => {
    company = await startCompany('PostgreSQL', small)
    await company.run({ ...range, witness: false })
    company.simulator.inject({ kind, match: { path: '/reports/' }, times: 100_000 })
    const swept = await company.sync({ sweep: true })
    expect(
      swept.entities.filter(({ tombstoned, inserted, updated }) => tombstoned + inserted + updated > 0),
    ).toEqual([])
    // Only one that says itself that there is nothing is an answer, and what it does not list is looked up and there.
    const isAnswer = kind === 'report-empty'
    for (const { status, witness } of swept.entities)
      expect([status, witness?.outcome]).toEqual(['yellow', isAnswer ? 'witnessed' : 'notWitnessed'])
  },
  120_000,
)

test('a run names the transactions that QuickBooks reports and no table holds, by what QuickBooks calls them', async () => {
  company = await startCompany('PostgreSQL', small)
  const some = await company.run({ ...range, entities: ['invoices', 'payments'] })
  const labels = some.unloaded?.types.map(({ label }) => label) ?? []
  expect(labels).toEqual(expect.arrayContaining(['Bill', 'Check', 'Journal Entry']))
  expect(labels).not.toContain('Invoice')
  expect(some.unloaded).toMatchObject({ from: '2022-01-01', to: '2025-01-01' })
  const bills = some.unloaded?.types.find(({ label }) => label === 'Bill')
  expect(bills?.transactions).toBe(
    company.simulator.records('Bill').filter(({ TxnDate }) => {
      const date = String(TxnDate)
      return date >= '2022-01-01' && date < '2025-01-01'
    }).length,
  )
  const all = await company.run({ ...range, entities: ['transactions'] })
  expect(all.unloaded?.types).toEqual([])
}, 120_000)

test('a transaction that was rejected is of no type that nobody loads, and all say the same numbers', async () => {
  company = await startCompany('PostgreSQL', small)
  const { simulator } = company
  const [unreadable] = simulator.records('Invoice')
  simulator.poison('Invoice', unreadable?.Id ?? '')
  const bill = { ...simulator.records('Bill')[0], Id: '7700001', TotalAmt: 'HUGE', TxnDate: '2023-05-05' }
  simulator.create('Bill', JSON.stringify(bill).replace('"HUGE"', '1E400000'))
  await company.run({ ...range, entities: ['bills'] })

  // Of an entity of the run, and of one that was loaded before.
  const report = await company.run({ ...range, entities: ['invoices'] })
  const labels = report.unloaded?.types.map(({ label }) => label)
  expect(labels).toContain('Check')
  expect(labels).not.toContain('Invoice')
  expect(labels).not.toContain('Bill')
  const [{ expected, loaded, findings, reconciliation } = {}] = report.entities
  expect([loaded, reconciliation?.read]).toEqual([(expected ?? 0) - 1, expected])
  expect(findings).toEqual([
    `Invoice: ${loaded} of ${expected} rows are proved to be in the table; 1 was rejected.`,
    'Invoice: 1 record could not be stored. See qbo-backfill rejects list.',
  ])
}, 120_000)

test('a run says nothing of other types while it lacks rows of its own', async () => {
  company = await startCompany('PostgreSQL', small)
  const [lost] = company.simulator.records('Invoice')
  const source = lyingSource(company.source, { hides: (_, id) => id === lost?.Id })
  const report = await company.run({ ...range, source, entities: ['invoices'] })
  expect(report.status).toBe('red')
  expect(report).not.toHaveProperty('unloaded')
}, 60_000)

test('a run says nothing of other types where the report of all types is refused', async () => {
  company = await startCompany('PostgreSQL', small)
  company.simulator.inject({ kind: 'report-unasked', match: { path: '/reports/' }, times: 100_000 })
  const report = await company.run({ ...range, entities: ['invoices'] })
  expect(report).not.toHaveProperty('unloaded')
  expect(report.status).not.toBe('red')
}, 60_000)
