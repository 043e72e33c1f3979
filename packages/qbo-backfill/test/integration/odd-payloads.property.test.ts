import type { EntityName } from 'qbo-client'
import fc from 'fast-check'
import { sql, type RawBuilder } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { createTestDatabase, search, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkRows } from '../../src/row-checks/check-rows.js'
import type { Check } from '../../src/verdict/check.js'
import { insertWindows } from '../../src/ledger/windows.js'
import { parseRange } from '../../src/plan/range.js'
import { transactionWindows } from '../../src/plan/window.js'
import { postgresStore } from '../../src/index.js'

const windows = transactionWindows(parseRange('2024-01-01', '2025-01-01', 'Pacific/Apia'), 'month')
const january = { start: windows[0]?.start ?? '', end: windows[0]?.end ?? '' }
let database: TestDatabase
let runs = 0
const views: RawBuilder<unknown>[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  const sink = createRawSink({ db: database.db })
  await postgresStore({ db: database.db, sink }).prepare(['Customer', 'Item', 'Invoice'])
  for (const options of [{ style: 'flat' }, { style: 'fivetran', realmId: 'R1' }] as const) {
    const { schema, views: names } = await sink.createViews(options)
    views.push(...names.map((name) => sql.id(schema, name)))
  }
})
afterAll(() => database.drop())

/** Stores records as they are, as a run of January would, and asks every check and every view. */
async function judge(entity: EntityName, records: readonly object[]): Promise<readonly Check[]> {
  const { db } = database
  const sink = createRawSink({ db })
  const runId = `run-${(runs += 1)}`
  await sql`TRUNCATE raw.qb_customers, raw.qb_items, raw.qb_invoices, qbo_backfill.known_fields`.execute(db)
  await sql`
    INSERT INTO qbo_backfill.runs (run_id, run_key, environment, realm_id, client_id, entities, range_from_utc,
      range_to_utc, time_zone, raw_schema, settled_before_utc, status, totals)
    VALUES (${runId}, 'k', 'sandbox', 'R1', 'app', '["Invoice"]', now(), now(), 'UTC', 'raw', now(), 'running', '{}')`.execute(
    db,
  )
  await insertWindows(db.withSchema('qbo_backfill'), 'qbo_backfill', runId, new Map([[entity, windows]]))
  await sink.writePage(db, {
    realmId: 'R1',
    entity,
    runId,
    recordsPath: ['QueryResponse', entity],
    text: JSON.stringify({ QueryResponse: { [entity]: records } }),
    windows: records.map(() => ({ window: january })),
    page: { number: 1, size: 1000 },
  })
  for (const view of views) await sql`SELECT * FROM ${view}`.execute(db)
  return checkRows({
    db,
    rawSchema: 'raw',
    stateSchema: 'qbo_backfill',
    table: sink.tableName(entity),
    realmId: 'R1',
    entity,
    strategy: entity === 'Invoice' ? 'transaction' : 'list',
    runId,
    settledBefore: '2030-01-01T00:00:00Z',
    tableOf: async (other) => sink.tableName(other),
  })
}

function invoice(id: string, more: object = {}): object {
  const time = '2024-01-05T01:00:00-08:00'
  const Line = [
    { Amount: 10, DetailType: 'SalesItemLineDetail' },
    { Amount: 10, DetailType: 'SubTotalLineDetail' },
  ]
  return {
    Id: id,
    SyncToken: '0',
    MetaData: {
      CreateTime: time,
      LastUpdatedTime: time,
    },
    TxnDate: '2024-01-05',
    Line,
    TotalAmt: 10,
    ...more,
  }
}

const statusOf = (checks: readonly Check[], name: string): Check | undefined =>
  checks.find((check) => check.name === name)

test('no value of a payload makes a check or a view fail', async () => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      '',
      ' ',
      'NaN',
      'Infinity',
      '1e400',
      '-',
      '2024-02-31',
      '2024-01-05T00:00:00-08:00',
      '2024-01-05T00:00:00+15:59',
      '9999-12-31T23:59:59-14:59',
      '2100-02-29',
      '2000-02-29',
      '0000-00-00',
    ),
    fc.constantFrom(1e308, -0, 0.1, true, '10.00', 'infinity', 'today', '20240105', '٢٠٢٤-٠١-٠٥', '1,000.00'),
  )
  const line = fc.oneof(
    odd,
    fc.record(
      {
        Amount: odd,
        DetailType: fc.oneof(odd, fc.constantFrom('SubTotalLineDetail', 'DiscountLineDetail')),
        SalesItemLineDetail: fc.oneof(odd, fc.record({ Qty: odd, ServiceDate: odd, ItemRef: odd })),
        GroupLineDetail: fc.oneof(odd, fc.record({ Line: fc.oneof(odd, fc.array(odd, { maxLength: 2 })) })),
      },
      { requiredKeys: [] },
    ),
  )
  const fields = fc.record(
    {
      TxnDate: odd,
      TotalAmt: odd,
      TxnTaxDetail: fc.oneof(odd, fc.record({ TotalTax: odd })),
      Active: odd,
      CustomerRef: fc.oneof(odd, fc.record({ value: odd })),
      GlobalTaxCalculation: odd,
      Balance: odd,
      UnitPrice: odd,
      Line: fc.oneof(odd, fc.array(line, { maxLength: 4 })),
      PrimaryEmailAddr: odd,
      ExchangeRate: odd,
      CustomField: fc.oneof(odd, fc.constant([{ Name: 'P.O. Number', StringValue: '7' }])),
      DeliveryInfo: fc.oneof(odd, fc.record({ DeliveryTime: odd })),
      BillAddr: fc.oneof(odd, fc.record({ Id: odd })),
      LinkedTxn: fc.oneof(
        odd,
        fc.array(fc.oneof(odd, fc.record({ TxnId: odd, TxnType: odd })), { maxLength: 2 }),
      ),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('Invoice', 'Customer', 'Item'),
      fc.array(fields, { minLength: 1, maxLength: 25 }),
      async (entity, list) => {
        const checks = await judge(
          entity,
          list.map((more, index) => invoice(String(index + 1), more)),
        )
        expect(checks.map(({ name }) => name)).toContain('window')
      },
    ),
    search({ quick: 15, deep: 120 }),
  )
}, 120_000)

test('a date with a time or an offset is the day that it begins with', async () => {
  const checks = await judge('Invoice', [
    invoice('1', { TxnDate: '2024-01-05T00:00:00-08:00' }),
    invoice('2', { TxnDate: '2024-01-31T23:59:59Z' }),
    invoice('3', { TxnDate: '2024-02-01T00:00:00Z' }),
  ])
  expect(statusOf(checks, 'window')).toMatchObject({ status: 'red', details: { ids: ['3'] } })
})

test('a date that cannot be read is said, with the Ids', async () => {
  const checks = await judge('Invoice', [
    invoice('1'),
    invoice('2', { TxnDate: '05/01/2024' }),
    invoice('3', { TxnDate: 7 }),
  ])
  expect(statusOf(checks, 'window')).toMatchObject({
    status: 'yellow',
    details: { ids: [], undated: ['2', '3'] },
  })
  expect(statusOf(checks, 'window')?.message).toContain('Id 2, 3')
})

test('what is no number where an amount belongs is said, with the Ids, beside the totals that are wrong', async () => {
  const checks = await judge('Invoice', [
    invoice('1'),
    invoice('2', { TotalAmt: '' }),
    invoice('3', { TotalAmt: '10.00' }),
    invoice('4', { TotalAmt: 11 }),
    invoice('5', { TxnTaxDetail: { TotalTax: 'none' } }),
    invoice('6', { TxnTaxDetail: { TotalTax: null } }),
    invoice('7', { Line: [{ Amount: 'ten', DetailType: 'SalesItemLineDetail' }] }),
  ])
  expect(statusOf(checks, 'totals')).toMatchObject({
    status: 'yellow',
    message:
      'Invoice: 1 total is not subtotal - discount + tax, such as Id 4; 4 hold something else than a number as an amount, such as Id 2, 3, 5, 7.',
    details: { count: 1, ids: ['4'], unreadableCount: 4, unreadable: ['2', '3', '5', '7'] },
  })
})
