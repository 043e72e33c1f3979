import { sql } from 'kysely'
import { QboError } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'
import { afterEach, expect, test } from 'vitest'
import type { BackfillEvent, Source, VerifiedEntity, VerifyOptions } from '../../src/index.js'
import { liveIds, startCompany, storedRows, type Asked, type TestCompany } from '../company.js'
import { few, ofInvoices, range } from '../few-invoices.js'

let company: TestCompany
afterEach(() => company.close())

test('what both engines of QuickBooks show is green, with their sum', async () => {
  company = await startCompany('PostgreSQL', few)
  const found = ofInvoices(await company.run(range))
  const all = company.simulator.records('Invoice')
  const sum = all.reduce((total, { TotalAmt }) => total + Math.round(Number(TotalAmt) * 100), 0) / 100
  expect(found).toMatchObject({
    status: 'green',
    witness: { outcome: 'witnessed', transactions: 60, sum: sum.toFixed(2), currency: 'USD', found: 0 },
  })
  expect(company.events).toContainEqual(
    expect.objectContaining({ type: 'witness.compared', entity: 'Invoice', transactions: 60 }),
  )
})

test('rows that queries and counts hide are found and stored, and the entity is yellow', async () => {
  company = await startCompany('PostgreSQL', few)
  const hidden = company.simulator.records('Invoice').slice(10, 13)
  for (const { Id } of hidden) company.simulator.hide('Invoice', Id)
  const found = ofInvoices(await company.run(range))
  expect(found).toMatchObject({ status: 'yellow', witness: { found: 3, lost: 0, transactions: 60 } })
  expect(found.findings.join()).toMatch(
    /3 rows that no query had shown, such as Id \d+ \([^)]+\); Id \d+ \([^)]+\); Id \d+ \([^)]+\), are in the table now\.$/u,
  )
  expect(await liveIds(company, 'qb_invoices')).toHaveLength(60)
  // Rows that are known only by Id are no reason to doubt the others.
  expect(ofInvoices(await company.run(range))).toMatchObject({
    status: 'green',
    witness: { found: 0, transactions: 60 },
  })
})

test('transactions deleted without a trace while a run reads them are told, and a sweep buries them', async () => {
  company = await startCompany('PostgreSQL', few)
  const { source, simulator } = company
  const gone = simulator.records('Invoice').slice(0, 2)
  let tellWritten = (): void => undefined
  const written = new Promise<void>((resolve) => (tellWritten = resolve))
  // A report is as of when QuickBooks makes it, which takes longer than to read sixty invoices.
  const slow: Source = {
    ...source,
    async *transactionList(question) {
      await written
      for (const { Id } of gone.splice(0)) simulator.remove('Invoice', Id, { trace: false })
      if (source.transactionList !== undefined) yield* source.transactionList(question)
    },
  }
  const onEvent = ({ type }: BackfillEvent): void => {
    if (type === 'page.written') tellWritten()
  }
  const found = ofInvoices(await company.run({ ...range, source: slow, onEvent }))
  // The run has read them itself, and nothing has told that they are gone.
  expect(found).toMatchObject({ status: 'yellow', witness: { deleted: 0, doubtful: 2, transactions: 58 } })
  expect(await liveIds(company, 'qb_invoices')).toHaveLength(60)
  expect(await company.sync({ sweep: true })).toMatchObject({
    status: 'green',
    entities: [{ tombstoned: 2 }],
  })
  expect(await liveIds(company, 'qb_invoices')).toHaveLength(58)
})

test('a run that cannot go on waits for no report', async () => {
  company = await startCompany('PostgreSQL', few)
  const refused = new QboError('QBO_REAUTHORIZATION_REQUIRED', 'Not connected any more.')
  const source: Source = {
    ...company.source,
    scan: () => {
      throw refused
    },
    async *transactionList(question) {
      await new Promise((_, reject) => question.signal?.addEventListener('abort', () => reject(refused)))
      if (company.source.transactionList !== undefined) yield* company.source.transactionList(question)
    },
  }
  await expect(company.run({ ...range, source })).rejects.toBe(refused)
})

test('a run without it asks no report', async () => {
  company = await startCompany('PostgreSQL', few)
  const found = ofInvoices(await company.run({ ...range, witness: false }))
  expect(found).toMatchObject({ status: 'green' })
  expect(found.witness).toBeUndefined()
  expect(company.simulator.requests.some(({ path }) => path.includes('/reports/'))).toBe(false)
})

test('what is known to be refused is no news to the witness', async () => {
  company = await startCompany('PostgreSQL', few)
  const old = '2023-02-02T10:00:00-08:00'
  const times = `{"CreateTime":"${old}","LastUpdatedTime":"${old}"}`
  company.simulator.create(
    'Invoice',
    `{"Id":"9001","SyncToken":"0","TxnDate":"2023-05-05","TotalAmt":1E999999,"MetaData":${times}}`,
  )
  const first = await company.run(range)
  expect(ofInvoices(first)).toMatchObject({ status: 'red', witness: { lost: 0, found: 0 } })
  await createRawSink({ db: company.db }).acknowledgeRejects(company.db, { realmId: first.realmId })
  expect(ofInvoices(await company.run(range))).toMatchObject({ status: 'yellow', witness: { lost: 0 } })
})

test('a sweep finds what was deleted without a trace, however old, and stores what no query shows', async () => {
  company = await startCompany('PostgreSQL', few)
  await company.run({ ...range, witness: false })
  const [hidden, ...gone] = company.simulator.records('Invoice').slice(0, 5)
  const unhide = company.simulator.hide('Invoice', hidden?.Id ?? '')
  await sql`DELETE FROM raw.qb_invoices WHERE id = ${hidden?.Id}`.execute(company.db)
  for (const { Id } of gone) company.simulator.remove('Invoice', Id, { trace: false })
  expect(await company.sync()).toMatchObject({ status: 'green', entities: [{ tombstoned: 0 }] })
  company.callsSince()
  expect(await company.sync({ sweep: true })).toMatchObject({
    status: 'yellow',
    entities: [{ tombstoned: 4, inserted: 1, witness: { deleted: 4, found: 1, transactions: 56 } }],
  })
  // Changes, the currency, the report, and a look-up each way.
  expect(company.callsSince()).toBe(5)
  unhide()
  expect(await company.sync({ sweep: true })).toMatchObject({
    status: 'green',
    entities: [{ tombstoned: 0, witness: { deleted: 0, found: 0 } }],
  })
})

test('a sync sweeps by itself where change data capture cannot know', async () => {
  company = await startCompany('PostgreSQL', few)
  await company.run(range)
  const gone = company.simulator.records('Invoice').slice(0, 4)
  for (const { Id } of gone) company.simulator.remove('Invoice', Id)
  company.simulator.setNow(company.simulator.now() + 40 * 86_400_000)
  expect(await company.sync()).toMatchObject({
    status: 'green',
    entities: [{ tombstoned: 4, deletionsKnown: true, witness: { outcome: 'witnessed', deleted: 4 } }],
  })
  expect(await company.sync()).toMatchObject({ status: 'green', entities: [{ method: 'cdc' }] })
})

async function verified(options: Asked<VerifyOptions> = {}): Promise<VerifiedEntity> {
  const [found] = (await company.verify({ ...range, ...options })).entities
  if (found === undefined) throw new Error('Nothing was verified.')
  return found
}

test('a verification finds what both counts and queries hide, and writes nothing', async () => {
  company = await startCompany('PostgreSQL', few)
  await company.run(range)
  expect(await verified()).toMatchObject({
    status: 'green',
    witness: { outcome: 'witnessed', transactions: 60 },
  })
  const [hidden, gone] = company.simulator.records('Invoice')
  company.simulator.hide('Invoice', hidden?.Id ?? '')
  await sql`DELETE FROM raw.qb_invoices WHERE id = ${hidden?.Id}`.execute(company.db)
  company.simulator.remove('Invoice', gone?.Id ?? '', { trace: false })
  const before = await storedRows(company, 'qb_invoices')
  const found = await verified()
  expect(found).toMatchObject({ status: 'red', witness: { found: 1, deleted: 0 } })
  expect(found.findings.join()).toContain(`not in the table, such as Id ${hidden?.Id}`)
  expect(await storedRows(company, 'qb_invoices')).toEqual(before)
  expect((await verified({ witness: false })).witness).toBeUndefined()
})

test('a verification finds that a row is gone which had changed since the run, when nobody else can know', async () => {
  company = await startCompany('PostgreSQL', few)
  await company.run(range)
  const [gone] = company.simulator.records('Invoice')
  company.simulator.edit('Invoice', gone?.Id ?? '', { PrivateNote: 'changed' })
  await company.sync()
  company.simulator.remove('Invoice', gone?.Id ?? '')
  company.simulator.setNow(company.simulator.now() + 40 * 86_400_000)
  const found = await verified()
  expect(found).toMatchObject({ status: 'yellow', deletionsKnown: false })
  expect(found.findings.join()).toContain(`such as Id ${gone?.Id}`)
})

type Lists = Required<Source>['transactionList']

/** The same company, with reports that answer otherwise. */
function reporting(transactionList: Lists): Source {
  return { ...company.source, transactionList }
}

const cents = (text: string): string => (Number(text) + 1).toFixed(2)

test('amounts that differ are told, with both numbers', async () => {
  company = await startCompany('PostgreSQL', few)
  const source = reporting(async function* (options) {
    for await (const part of company.source.transactionList!(options))
      yield {
        ...part,
        transactions: part.transactions.map((each, index) =>
          index === 3 ? { ...each, amount: cents(each.amount) } : each,
        ),
      }
  })
  const found = ofInvoices(await company.run({ ...range, source }))
  expect(found).toMatchObject({ status: 'yellow', witness: { differing: 1 } })
  expect(found.findings.join()).toMatch(
    /the amount of 1 differs, such as Id \d+: [\d.]+ in QuickBooks' own report, [\d.]+ in the table\.$/u,
  )
  const [row] = (
    await sql<{ months: string }>`SELECT count(*)::text AS months FROM qbo_backfill.witness`.execute(
      company.db,
    )
  ).rows
  expect(Number(row?.months)).toBeGreaterThan(20)
})

test('a report by which everything has changed since hides nothing', async () => {
  company = await startCompany('PostgreSQL', few)
  const [first, second, third] = company.simulator.records('Invoice')
  company.simulator.hide('Invoice', first?.Id ?? '')
  const source = reporting(async function* (options) {
    const lastModified = new Date(company.simulator.now()).toISOString()
    for await (const part of company.source.transactionList!(options))
      yield { ...part, transactions: part.transactions.map((each) => ({ ...each, lastModified })) }
  })
  expect(ofInvoices(await company.run({ ...range, source }))).toMatchObject({
    status: 'yellow',
    witness: { found: 1, transactions: 60, differing: 0 },
  })
  company.simulator.hide('Invoice', second?.Id ?? '')
  await sql`DELETE FROM raw.qb_invoices WHERE id = ${second?.Id}`.execute(company.db)
  await sql`UPDATE raw.qb_invoices SET payload = payload || '{"TotalAmt": 1}' WHERE id = ${third?.Id}`.execute(
    company.db,
  )
  expect(await verified({ source })).toMatchObject({ witness: { found: 1, differing: 1 } })
  expect(await company.sync({ source, sweep: true })).toMatchObject({
    entities: [{ witness: { found: 1, transactions: 60, differing: 0 } }],
  })
  // What is made while it is asked is not settled, and no news.
  company.simulator.create('Invoice', { TxnDate: '2024-05-05', TotalAmt: 3 })
  expect(await company.sync({ source, sweep: true })).toMatchObject({ status: 'green' })
})

test('what a report lists as changed, and neither the table nor a look-up has, is lost as long as the report lists it', async () => {
  company = await startCompany('PostgreSQL', few)
  let asked = 0
  const listing = (times: number): Source =>
    reporting(async function* (options) {
      const lastModified = new Date(company.simulator.now()).toISOString()
      const isListed = options.types !== 'any' && (asked += 1) <= times
      for await (const part of company.source.transactionList!(options)) {
        const stray = { ...part.transactions[0]!, id: '999999', lastModified }
        yield { ...part, transactions: isListed ? [...part.transactions, stray] : part.transactions }
      }
    })
  const once = ofInvoices(await company.run({ ...range, source: listing(1) }))
  expect([asked, once.status, once.witness]).toMatchObject([2, 'green', { lost: 0 }])
  asked = 0
  const always = ofInvoices(await company.run({ ...range, source: listing(2) }))
  expect([asked, always.status, always.witness]).toMatchObject([2, 'red', { lost: 1 }])
})

test('a report in another currency, or without amounts, is compared by Id, and says so', async () => {
  company = await startCompany('PostgreSQL', few)
  company.simulator.create('Preferences', {
    CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: 'USD' } },
  })
  for (const [change, why] of [
    [{ currency: 'EUR' }, 'the report is in EUR'],
    [{ amount: '0' }, 'the report shows none'],
  ] as const) {
    const source = reporting(async function* (options) {
      for await (const part of company.source.transactionList!(options))
        yield { ...part, transactions: part.transactions.map((each) => ({ ...each, ...change })) }
    })
    const found = ofInvoices(await company.run({ ...range, source }))
    const noAmounts = expect.stringContaining(why)
    const told = { status: 'green', witness: { transactions: 60, differing: 0, sum: null, noAmounts } }
    expect(found).toMatchObject(told)
    expect(await verified({ source })).toMatchObject(told)
    expect(await company.sync({ source, sweep: true })).toMatchObject({ status: 'green', entities: [told] })
    const checks = await sql<{ message: string }>`
      SELECT message FROM qbo_backfill.checks WHERE name = 'witness'`.execute(company.db)
    expect(checks.rows.map(({ message }) => message).join()).toContain(why)
  }
})

test('what no report lists is said to be without a witness', async () => {
  company = await startCompany('PostgreSQL', few)
  const report = await company.run({ ...range, entities: ['time_activities', 'estimates', 'customers'] })
  expect(report).toMatchObject({
    status: 'green',
    entities: [
      { entity: 'TimeActivity', witness: { outcome: 'notWitnessed' } },
      { entity: 'Estimate', witness: { outcome: 'witnessed', transactions: 0 } },
      { entity: 'Customer' },
    ],
  })
  expect(report.entities[2]?.witness).toBeUndefined()
})

test('a purchase is witnessed under whichever of its four types it is', async () => {
  company = await startCompany('PostgreSQL', few)
  const old = { CreateTime: '2023-02-02T10:00:00-08:00', LastUpdatedTime: '2023-02-02T10:00:00-08:00' }
  for (const kind of [
    { PaymentType: 'Cash' },
    { PaymentType: 'Check' },
    { PaymentType: 'CreditCard', Credit: false },
    { PaymentType: 'CreditCard', Credit: true },
  ])
    company.simulator.create('Purchase', { TxnDate: '2023-02-01', TotalAmt: 10.5, MetaData: old, ...kind })
  const report = await company.run({ ...range, entities: ['purchases'] })
  expect(report).toMatchObject({
    status: 'green',
    entities: [{ witness: { transactions: 4, sum: '42.00', unlisted: 0, differing: 0 } }],
  })
})
