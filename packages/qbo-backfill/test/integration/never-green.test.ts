import { sql } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { afterEach, describe, expect, test } from 'vitest'
import type { Source } from '../../src/index.js'
import { liveIds, startCompany, type TestCompany } from '../company.js'
import { lyingSource } from '../lying-source.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2020-01-01', to: '2025-01-01' }
const old = { CreateTime: '2024-02-02T10:00:00-08:00', LastUpdatedTime: '2024-02-02T10:00:00-08:00' }

function acknowledgeAll(realmId: string): Promise<unknown> {
  return createRawSink({ db: company.db }).acknowledgeRejects(company.db, { realmId })
}

/** Time activities, which CDC does not know, each of a day of its own. */
async function withTimeActivities(count: number): Promise<void> {
  company = await startCompany('PostgreSQL', { invoices: 5, customers: 2, items: 2 })
  for (let number = 1; number <= count; number++) {
    const TxnDate = new Date(Date.UTC(2024, 0, number)).toISOString().slice(0, 10)
    company.simulator.create('TimeActivity', { Id: `${number}`, TxnDate, MetaData: old })
  }
}

/** When a page of the entity has come, before the next question that is not for one; what has changed is not told before. */
function afterReading(entity: string, deed: () => void): void {
  let read = false
  let tellRead: () => void = () => undefined
  const whenRead = new Promise<void>((resolve) => (tellRead = resolve))
  const stopListening = company.source.subscribe((event) => {
    if (event.type !== 'request.completed' || event.kind !== 'query' || event.entity !== entity) return
    read = true
    tellRead()
  })
  const stop = company.simulator.onRequest(async (request) => {
    const isPage = request.statement !== undefined && !request.statement.includes('COUNT')
    if (isPage) return
    if (request.path.endsWith('/cdc')) await whenRead
    if (!read) return
    stopListening()
    stop()
    deed()
  })
}

describe('a row that is lost', () => {
  test('does not cancel out with one that was deleted where CDC tells nothing: both are found', async () => {
    await withTimeActivities(30)
    let hidden = false
    const source = lyingSource(company.source, {
      hides: (_, id) => id === '7' && !hidden && (hidden = true),
    })
    afterReading('TimeActivity', () => company.simulator.remove('TimeActivity', '20', { trace: false }))
    const report = await company.run({ ...range, source, entities: ['time_activities'] })
    expect(report.status).toBe('green')
    const ids = await liveIds(company, 'qb_time_activities')
    expect([ids.includes('7'), ids.includes('20'), ids.length]).toEqual([true, false, 29])
  })

  test('leaves the run yellow at least where it stays hidden and the count is wrong as well', async () => {
    await withTimeActivities(30)
    let read = false
    const source = lyingSource(company.source, {
      hides: (_, id) => id === '7' && (read = true),
      counts: (scope, truth) => (read && scope.where?.length !== 1 ? truth - 1 : truth),
    })
    const report = await company.run({ ...range, source, entities: ['time_activities'] })
    expect(report.entities[0]).toMatchObject({ expected: 29, loaded: 29 })
    expect(report.status).toBe('yellow')
    expect(report.entities[0]?.findings[0]).toContain('not every deletion')
  })

  test('is named with what a person knows it by, and only its window is red', async () => {
    company = await startCompany('PostgreSQL', { invoices: 1500, customers: 5, items: 5 })
    await company.run({ ...range, from: '2024-12-31', entities: ['invoices'] })
    const lost = company.simulator.records('Invoice')[700]
    await sql`
      CREATE FUNCTION raw.lose() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN DELETE FROM raw.qb_invoices WHERE id = NEW.id; RETURN NULL; END $$`.execute(company.db)
    await sql`
      CREATE TRIGGER lose AFTER INSERT ON raw.qb_invoices FOR EACH ROW
      WHEN (NEW.id = ${sql.lit(lost?.Id)}) EXECUTE FUNCTION raw.lose()`.execute(company.db)
    const report = await company.run({ ...range, window: 'day', entities: ['invoices'] })
    expect(report.status).toBe('red')
    const { reconciliation } = report.entities[0] ?? {}
    expect(reconciliation).toMatchObject({ proved: 1499, missing: 1, changedSince: 0, refused: 0 })
    expect(reconciliation?.missingRows).toMatchObject([
      { id: lost?.Id, number: lost?.['DocNumber'], date: lost?.['TxnDate'] },
    ])
    const windows = await sql<{ first: string; expected: number | null; loaded: number; status: string }>`
      SELECT first_date::text AS first, expected, loaded, status FROM qbo_backfill.windows
      WHERE run_id = ${report.runId} AND status = 'red'`.execute(company.db)
    expect(windows.rows.map((row) => [row.first, (row.expected ?? 0) - row.loaded])).toEqual([
      [lost?.['TxnDate'], 1],
    ])
  })
})

test('rows of a list that no time of creation finds are said, and the list is not green', async () => {
  company = await startCompany('PostgreSQL', { customers: 9 })
  const undated = new Set(['3', '4'])
  const source = lyingSource(company.source, {
    hides: (_, id) => undated.has(id),
    counts: ({ where }, truth) => ((where ?? []).length === 0 ? truth : Math.max(0, truth - undated.size)),
  })
  const report = await company.run({ ...range, source, entities: ['customers'] })
  expect(report.entities[0]).toMatchObject({ expected: 7, loaded: 7, totalAtSource: 9, status: 'yellow' })
  expect(report.entities[0]?.findings).toContainEqual(
    expect.stringContaining('2 rows without a time of creation'),
  )
})

test('rows that the filter for inactive ones hides are not called all there are', async () => {
  company = await startCompany('PostgreSQL', { invoices: 5 })
  for (const Id of ['1', '2', '3'])
    company.simulator.create('TaxCode', { Id, Name: Id, Active: true, MetaData: old })
  // One record without Active: shown by itself, and hidden by our clause.
  const source = lyingSource(company.source, {
    hides: (_, id) => id === '2',
    counts: ({ activeClause }, truth) => (activeClause === false ? truth : truth - 1),
  })
  const report = await company.run({ ...range, source, entities: ['tax_codes'] })
  expect(report.entities[0]).toMatchObject({ expected: 2, loaded: 2, status: 'red' })
  expect(report.entities[0]?.findings[0]).toContain('hidden from us')
})

describe('a record that QuickBooks begins to refuse after it was loaded', () => {
  test('is named by its Id, red until it is acknowledged, and all others are proved', async () => {
    company = await startCompany('PostgreSQL', { invoices: 60, retries: 0 })
    const invoices = { ...range, entities: ['invoices'] }
    await company.run(invoices)
    const poisoned = company.simulator
      .records('Invoice')
      .slice(20, 22)
      .map(({ Id }) => Id)
    const cures = poisoned.map((id) => company.simulator.poison('Invoice', id))
    const report = await company.run(invoices)
    expect(report.entities[0]).toMatchObject({ status: 'red', expected: 60, loaded: 60 })
    expect(report.entities[0]?.reconciliation).toMatchObject({ proved: 58, refused: 2, missing: 0 })
    const named = await sql<{ record_id: string }>`
      SELECT record_id FROM raw.qb_rejects WHERE record_id IS NOT NULL ORDER BY record_id`.execute(company.db)
    expect(new Set(named.rows.map((row) => row.record_id))).toEqual(new Set(poisoned))

    await acknowledgeAll(report.realmId)
    expect((await company.run(invoices)).status).toBe('yellow')
    for (const cure of cures) cure()
    expect((await company.run(invoices)).status).toBe('green')
  }, 60_000)

  test('excuses no other row than itself, also when it is acknowledged', async () => {
    company = await startCompany('PostgreSQL', { invoices: 60, retries: 0 })
    const invoices = { ...range, entities: ['invoices'] }
    await company.run(invoices)
    const [poisoned, lost] = company.simulator.records('Invoice').slice(20)
    company.simulator.poison('Invoice', poisoned?.Id ?? '')
    const first = await company.run(invoices)
    await acknowledgeAll(first.realmId)
    await sql`DELETE FROM raw.qb_invoices WHERE id = ${lost?.Id}`.execute(company.db)
    const source = lyingSource(company.source, { hides: (_, id) => id === lost?.Id })
    const report = await company.run({ ...invoices, source })
    expect(report.status).toBe('red')
    expect(report.entities[0]?.reconciliation).toMatchObject({ missing: 1, refused: 1 })
  }, 60_000)
})

test('a stored record of which a newer version cannot be stored is yellow once that is acknowledged', async () => {
  company = await startCompany('PostgreSQL', { invoices: 20 })
  const invoices = { ...range, entities: ['invoices'] }
  await company.run(invoices)
  const [edited] = company.simulator.records('Invoice')
  const text = company.simulator.texts('Invoice').find((one) => one.includes(`"Id":"${edited?.Id}"`)) ?? ''
  const now = company.simulator.now()
  company.simulator.setNow(now - 3_600_000)
  company.simulator.remove('Invoice', edited?.Id ?? '', { trace: false })
  const later = { ...edited?.MetaData, LastUpdatedTime: new Date(now - 3_600_000).toISOString() }
  company.simulator.create(
    'Invoice',
    JSON.stringify({ ...(JSON.parse(text) as object), MetaData: later, Huge: 'HUGE' }).replace(
      '"HUGE"',
      '1E400000',
    ),
  )
  company.simulator.setNow(now)
  const red = await company.run(invoices)
  expect(red.status).toBe('red')
  await acknowledgeAll(red.realmId)
  const report = await company.run(invoices)
  expect(report.status).toBe('yellow')
  expect(report.entities[0]?.reconciliation).toMatchObject({ proved: 19, refused: 1, missing: 0 })
})

describe('what is read whole and has no Id to ask for', () => {
  test('proves which rows are gone by two readings: yesterday’s exchange rates', async () => {
    company = await startCompany('PostgreSQL', { invoices: 5 })
    const rate = (day: string): string[] =>
      ['EUR', 'USD'].map((SourceCurrencyCode) => {
        const rates = { SourceCurrencyCode, TargetCurrencyCode: 'MXN', AsOfDate: day, Rate: 20 }
        return company.simulator.create('ExchangeRate', rates).Id
      })
    const yesterday = rate('2024-05-05')
    expect((await company.run({ ...range, entities: ['exchange_rates'] })).status).toBe('green')
    for (const id of yesterday) company.simulator.remove('ExchangeRate', id, { trace: false })
    rate('2024-05-06')
    const report = await company.run({ ...range, entities: ['exchange_rates'] })
    expect(report.entities[0]).toMatchObject({ expected: 2, loaded: 2, status: 'green' })
    expect(await liveIds(company, 'qb_exchange_rates')).toEqual(['EUR:MXN:2024-05-06', 'USD:MXN:2024-05-06'])
  })

  test('makes no tombstone of a row that one reading missed', async () => {
    company = await startCompany('PostgreSQL', { invoices: 5 })
    for (const Id of ['1', '2', '3'])
      company.simulator.create('RecurringTransaction', { Invoice: { Id, MetaData: old } })
    const own = { ...range, entities: ['recurring_transactions'] }
    expect((await company.run(own)).status).not.toBe('red')
    let readings = 0
    const blind: Source = {
      ...company.source,
      async *pages(options) {
        readings += 1
        for await (const page of company.source.pages(options)) {
          if (readings !== 2) yield page
          else
            yield {
              ...page,
              text: '{"QueryResponse":{"RecurringTransaction":[]}}',
              bytes: Buffer.from('{"QueryResponse":{"RecurringTransaction":[]}}'),
              records: [],
              fresh: [],
            }
        }
      },
    }
    let counted = 0
    const source = lyingSource(blind, { counts: (_, truth) => ((counted += 1) === 2 ? truth + 1 : truth) })
    const report = await company.run({ ...own, source })
    expect(await liveIds(company, 'qb_recurring_transactions')).toEqual(['1', '2', '3'])
    expect(report.entities[0]).toMatchObject({ expected: 3, loaded: 3 })
  })
})

test('a row that a look-up did not see for a moment comes back with the next run', async () => {
  company = await startCompany('PostgreSQL', { invoices: 20 })
  const invoices = { ...range, entities: ['invoices'] }
  await company.run(invoices)
  const unseen = company.simulator.records('Invoice')[3]?.Id
  let blind = true
  const source = lyingSource(company.source, {
    hides: (_, id) => blind && id === unseen,
    counts: (_, truth) => (blind ? truth - 1 : truth),
  })
  await company.run({ ...invoices, source })
  expect(await liveIds(company, 'qb_invoices')).not.toContain(unseen)
  blind = false
  const report = await company.run({ ...invoices, source })
  expect(await liveIds(company, 'qb_invoices')).toContain(unseen)
  expect(report.status).toBe('green')
})

test('the numbers of a report add up while the company is at work', async () => {
  company = await startCompany('PostgreSQL', { invoices: 60 })
  const ids = company.simulator.records('Invoice').map(({ Id }) => Id)
  afterReading('Invoice', () => {
    for (const id of ids.slice(0, 40)) company.simulator.edit('Invoice', id, { PrivateNote: 'later' })
    company.simulator.remove('Invoice', ids[50] ?? '')
  })
  const report = await company.run({ ...range, entities: ['invoices'] })
  expect(report.status).toBe('green')
  expect(report.entities[0]?.reconciliation).toMatchObject({
    read: 60,
    proved: 19,
    changedSince: 40,
    missing: 0,
    refused: 0,
    left: 1,
    unconfirmed: 0,
  })
})

test('a row lost among thousands is looked for by one count for each halving', async () => {
  company = await startCompany('PostgreSQL', { invoices: 4000, customers: 2, items: 2 })
  const lost = company.simulator.records('Invoice')[1234]?.Id
  let hidden = false
  const source = lyingSource(company.source, {
    hides: (_, id) => id === lost && !hidden && (hidden = true),
  })
  let [compared, healed] = [0, 0]
  const report = await company.run({
    ...range,
    source,
    entities: ['invoices'],
    onEvent({ type }) {
      if (type === 'proof.compared' && compared === 0) compared = company.simulator.requests.length
      if (type === 'proof.healed') healed = company.simulator.requests.length
    },
  })
  expect(report.status).toBe('green')
  const statements = company.simulator.requests.slice(compared, healed).map(({ statement = '' }) => statement)
  const counts = statements.filter((statement) => statement.includes('COUNT'))
  // 4000, 2000, 1000 and a few: at most three halvings until so few are left that they are read.
  expect([counts.length === 2 || counts.length === 3, new Set(counts).size]).toEqual([true, counts.length])
  expect(statements.length - counts.length).toBeLessThanOrEqual(2)
})
