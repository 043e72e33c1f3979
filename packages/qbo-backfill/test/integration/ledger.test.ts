import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { search } from 'testkit'
import { afterEach, expect, test } from 'vitest'
import { postgresStore } from '../../src/index.js'
import { startCompany, type CompanySize, type TestCompany } from '../company.js'
import { statementOf } from '../statement.js'

const ledger = readFileSync(new URL('../../../../examples/dbt/ledger.sql', import.meta.url), 'utf8')
const kinds = [
  'Bill',
  'BillPayment',
  'CreditMemo',
  'Deposit',
  'Invoice',
  'JournalEntry',
  'Payment',
  'Purchase',
  'RefundReceipt',
  'SalesReceipt',
  'Transfer',
  'VendorCredit',
] as const
const tables = [...kinds, 'Account', 'Item', 'CreditCardPayment']
const range = {
  from: '2020-01-01',
  to: '2026-01-01',
  entities: tables,
}
const small = { customers: 20, items: 10, invoices: 100 }
let company: TestCompany

afterEach(() => company.close())

async function makeLedger(): Promise<void> {
  const { db } = company
  const [realmId = ''] = company.simulator.realmIds
  await createRawSink({ db }).createViews({ style: 'fivetran', realmId })
  await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL search_path = quickbooks`.execute(trx)
    await sql.raw(ledger).execute(trx)
  })
}

async function rowsOf<T>(query: string): Promise<readonly T[]> {
  return (await sql.raw<T>(query).execute(company.db)).rows
}

/** Transactions whose debits are not their credits. */
function unbalanced(): Promise<readonly unknown[]> {
  return rowsOf(`SELECT kind, transaction_id, sum(amount)::text AS off FROM quickbooks.ledger
    GROUP BY 1, 2 HAVING sum(amount) <> 0 OR bool_or(account_id IS NULL)`)
}

/** What changed on each account in each month, in the direction in which its kind grows: `79 2022-01 123.45`. */
async function changes(classes: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ text: string }>(`
    SELECT account_id || ' ' || to_char(transaction_date, 'YYYY-MM') || ' ' ||
      sum(CASE WHEN classification IN ('Asset', 'Expense') THEN amount ELSE -amount END) AS text
    FROM quickbooks.ledger WHERE classification IN (${classes}) GROUP BY account_id, to_char(transaction_date, 'YYYY-MM')
    HAVING sum(amount) <> 0`)
  return rows.map(({ text }) => text).toSorted()
}

/** The same of a balance sheet, which says what there is at the end of each month, and not what has changed. */
function changesOf(balances: ReadonlyMap<string, readonly (readonly [string, number])[]>): readonly string[] {
  return [...balances].flatMap(([account, months]) =>
    months.flatMap(([month, cents], at) => {
      const change = cents - (months[at - 1]?.[1] ?? 0)
      return change === 0 ? [] : [`${account} ${month} ${(change / 100).toFixed(2)}`]
    }),
  )
}

async function compareWithReports(): Promise<void> {
  const { profitAndLoss, balanceSheet } = await statementOf(company)
  expect([profitAndLoss.size > 5, balanceSheet.size > 5]).toEqual([true, true])
  const profit = [...profitAndLoss].flatMap(([account, months]) =>
    months.flatMap(([month, cents]) =>
      cents === 0 ? [] : [`${account} ${month} ${(cents / 100).toFixed(2)}`],
    ),
  )
  expect(await changes(`'Revenue', 'Expense'`)).toEqual(profit.toSorted())
  // The reports book what was earned in earlier years on retained earnings, account 2, where no record books anything.
  const sheet = new Map([...balanceSheet].filter(([account]) => account !== '2'))
  expect(await changes(`'Asset', 'Liability', 'Equity'`)).toEqual(changesOf(sheet).toSorted())
}

test.each<[string, CompanySize['books']]>([
  ['one currency', { inventoryAdjustments: 0, taxPayments: 0 }],
  ['several currencies', { inventoryAdjustments: 0, taxPayments: 0, foreignVendors: 20 }],
])(
  'the ledger of a company with %s is that of its own reports, by account and month, to the cent',
  async (_, books) => {
    company = await startCompany('PostgreSQL', { ...small, ...(books === undefined ? {} : { books }) })
    await company.run(range)
    await makeLedger()
    expect(await unbalanced()).toEqual([])
    await compareWithReports()
  },
  120_000,
)

const deed = fc.record({
  kind: fc.constantFrom(...kinds),
  act: fc.constantFrom('multiply', 'void', 'delete', 'move', 'copy', 'exchange'),
  pick: fc.nat(),
  factor: fc.integer({ min: 1, max: 4 }),
  day: fc.integer({ min: 0, max: 1400 }),
})

type Fields = Readonly<Record<string, unknown>>
type Line = Fields & { readonly Amount?: number }

const linesOf = (record: Fields): readonly Line[] => (record['Line'] ?? []) as readonly Line[]
const centsOf = (amount: unknown): number => Math.round(Number(amount ?? 0) * 100)
const half = (record: Fields): number => Math.floor(centsOf(record['TotalAmt']) / 2) / 100
const sumOf = (record: Fields): number =>
  linesOf(record).reduce((sum, { Amount }) => sum + centsOf(Amount), 0) / 100

/** What only some kinds have, by the name that an accountant gives it, as a change of a record: twice is as good as once. */
const turns = {
  'a refund to the credit card': ['Purchase', () => ({ Credit: true })],
  'a purchase that is taxed': [
    'Purchase',
    (record) => ({ TotalAmt: sumOf(record) + 7, TxnTaxDetail: { TotalTax: 7 } }),
  ],
  'a bill paid by credit card': [
    'BillPayment',
    () => ({
      PayType: 'CreditCard',
      CheckPayment: null,
      CreditCardPayment: { CCAccountRef: { value: '41' } },
    }),
  ],
  'a payment that is not applied': ['Payment', (record) => ({ UnappliedAmt: record['TotalAmt'], Line: [] })],
  'an invoice with a deposit': [
    'Invoice',
    (record) => ({ Deposit: half(record), DepositToAccountRef: { value: '35' } }),
  ],
  'an invoice of a bundle': [
    'Invoice',
    (record) => {
      const isSale = (line: Line): boolean => line['DetailType'] === 'SalesItemLineDetail'
      const sold = linesOf(record).filter((line) => isSale(line))
      const bundle = { DetailType: 'GroupLineDetail', GroupLineDetail: { Line: sold } }
      return { Line: [bundle, ...linesOf(record).filter((line) => !isSale(line))] }
    },
  ],
  'a deposit with cash back': [
    'Deposit',
    (record) => ({ TotalAmt: sumOf(record) - 1, CashBack: { AccountRef: { value: '36' }, Amount: 1 } }),
  ],
  'an account that is not used any more': ['Account', () => ({ Active: false })],
} as const satisfies Record<string, readonly [string, (record: Fields) => Fields]>

const turn = fc.record({
  act: fc.constantFrom(...(Object.keys(turns) as (keyof typeof turns)[])),
  pick: fc.nat(),
})

/** What QuickBooks has, as it is: how it comes into the tables is not what this is about. */
async function load(): Promise<void> {
  const { db, simulator } = company
  const [realmId = ''] = simulator.realmIds
  const sink = createRawSink({ db })
  for (const entity of tables) {
    const texts = simulator.texts(entity)
    const ids = new Set(simulator.records(entity).map(({ Id }) => Id))
    const gone = (await sink.idsLive(db, { realmId, entity, where: {} })).filter((id) => !ids.has(id))
    await sink.tombstone(db, { realmId, entity, runId: 'r', stubs: gone.map((id) => ({ id })) })
    if (texts.length === 0) continue
    await sink.writePage(db, {
      realmId,
      entity,
      text: `{"QueryResponse":{"${entity}":[${texts.join(',')}]}}`,
      windows: { start: '2020-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z' },
      runId: 'r',
      page: { number: 1, size: 1000 },
    })
  }
}

/** All amounts of a record by a factor, so that its total stays that of its lines and its tax; voided, they are 0. */
function multiplied(value: unknown, factor: number, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => multiplied(one, factor))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([field, one]) => [field, multiplied(one, factor, field)]),
    )
  const isAmount = ['Amount', 'TotalAmt', 'TotalTax', 'NetAmountTaxable', 'Balance', 'Deposit'].includes(name)
  return isAmount && typeof value === 'number' ? Math.round(value * 100 * factor) / 100 : value
}

let serial = 0

/** Does one thing to one record of the company. */
function carryOut({
  kind,
  act,
  pick,
  factor,
  day,
}: typeof deed extends fc.Arbitrary<infer T> ? T : never): void {
  const { simulator } = company
  const records = simulator.records(kind)
  const record = records[pick % records.length]
  if (record === undefined) return
  const TxnDate = new Date(Date.UTC(2022, 0, 1 + day)).toISOString().slice(0, 10)
  if (act === 'delete') simulator.remove(kind, record.Id)
  else if (act === 'move') simulator.edit(kind, record.Id, { TxnDate })
  else if (act === 'copy') {
    const { MetaData: _, ...rest } = record
    simulator.create(kind, { ...rest, TxnDate, Id: `9${(serial += 1)}` })
  } else if (act === 'exchange') {
    const ExchangeRate = 1 + (factor * 777 + day) / 10_000
    simulator.edit(kind, record.Id, { CurrencyRef: { value: 'EUR', name: 'Euro' }, ExchangeRate })
  } else simulator.edit(kind, record.Id, multiplied(record, act === 'void' ? 0 : factor) as Fields)
}

async function startSmallBooks(): Promise<void> {
  const books = { inventoryAdjustments: 0, taxPayments: 0, foreignVendors: 5 }
  company = await startCompany('PostgreSQL', { ...small, invoices: 60, books })
  await postgresStore({ db: company.db }).prepare(tables)
  await makeLedger()
}

test('whatever is edited, voided, moved, copied and deleted, debits are credits and the statements agree', async () => {
  await startSmallBooks()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(deed, deed, turn), { minLength: 1, maxLength: 10 }), async (deeds) => {
      for (const each of deeds)
        if ('kind' in each) carryOut(each)
        else turnInto(each.act, each.pick)
      await load()
      expect(await unbalanced()).toEqual([])
      await compareWithReports()
    }),
    search({ quick: 6, deep: 200 }),
  )
}, 240_000)

function turnInto(act: keyof typeof turns, pick: number): boolean {
  const [kind, change] = turns[act]
  const records = company.simulator.records(kind)
  const record = records[pick % records.length]
  if (record === undefined) return false
  company.simulator.edit(kind, record.Id, change(record))
  return true
}

test('each turn that a history can take leaves debits and credits equal, and is in the statements', async () => {
  await startSmallBooks()
  await load()
  for (const act of Object.keys(turns) as (keyof typeof turns)[]) {
    // Every account, those too that QuickBooks chooses itself.
    for (let pick = 0; pick < 31; pick++) expect([act, turnInto(act, pick)]).toEqual([act, true])
    await load()
    expect([act, await unbalanced()]).toEqual([act, []])
    await compareWithReports()
  }
}, 240_000)
