import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import type { SyncedEntity, SyncReport } from '../../src/index.js'
import {
  databases,
  databasesInDepth,
  printedBySource,
  startCompany,
  storedRows,
  type TestCompany,
} from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2022-01-01', to: '2025-01-01' }
const dayMs = 86_400_000

function of(report: SyncReport, entity: string): SyncedEntity {
  const found = report.entities.find((each) => each.entity === entity)
  if (found === undefined) throw new Error(`No ${entity} in the report.`)
  return found
}

async function cursor(entity: string): Promise<number> {
  const result = await sql<{ at: string }>`
    SELECT extract(epoch FROM changed_since_utc)::text AS at FROM qbo_backfill.sync_cursors WHERE entity = ${entity}`.execute(
    company.db,
  )
  return Number(result.rows[0]?.at ?? 0) * 1000
}

/** The live rows are the records of the source, payload by payload, wherever the source dates them. */
async function expectEqualToSource(entity: string, table: string): Promise<void> {
  const live = (await storedRows(company, table)).filter((row) => !row.deleted)
  const source = await printedBySource(company, company.simulator.records(entity))
  expect(live.map((row) => row.id)).toEqual([...source.keys()].sort())
  for (const row of live) expect(row.payload).toBe(source.get(row.id))
}

describe.each(databases)('a sync on %s', (kind) => {
  test('brings edits, deletions and new records, each in its window, and moves the cursors on', async () => {
    company = await startCompany(kind)
    await company.run({ ...range, window: undefined })
    const [edited, removed, moved] = company.simulator.records('Invoice')
    const [customer] = company.simulator.records('Customer')
    company.simulator.edit('Invoice', edited?.Id ?? '', { PrivateNote: 'late' })
    company.simulator.remove('Invoice', removed?.Id ?? '')
    company.simulator.edit('Invoice', moved?.Id ?? '', { TxnDate: '2023-06-06' })
    company.simulator.edit('Customer', customer?.Id ?? '', { Active: false })
    const fresh = company.simulator.create('Invoice', { TxnDate: '2026-02-03', TotalAmt: 1 })
    company.callsSince()
    const report = await company.sync()
    expect(report.status).toBe('green')
    expect(report.entities.map((entity) => entity.entity).sort()).toEqual(['Customer', 'Invoice', 'Item'])
    expect(of(report, 'Invoice')).toMatchObject({ method: 'cdc', updated: 2, inserted: 1, tombstoned: 1 })
    expect(of(report, 'Customer')).toMatchObject({ updated: 1, deletionsKnown: true })
    // One question for all entities, since all are asked from the same instant; then the records, of two of them, and the deletion.
    expect(company.callsSince()).toBe(4)
    await expectEqualToSource('Invoice', 'qb_invoices')
    const rows = new Map((await storedRows(company, 'qb_invoices')).map((row) => [row.id, row]))
    expect(rows.get(moved?.Id ?? '')).toMatchObject({
      start: '2023-06-06T00:00:00Z',
      end: '2023-06-07T00:00:00Z',
    })
    expect(rows.get(fresh.Id)).toMatchObject({ start: '2026-02-03T00:00:00Z', end: '2026-02-04T00:00:00Z' })
    const again = await company.sync()
    expect(of(again, 'Invoice')).toMatchObject({ inserted: 0, updated: 0, tombstoned: 0, stale: 0 })
    await expectEqualToSource('Invoice', 'qb_invoices')
  })
})

describe.each(databasesInDepth)('a sync on %s', (kind) => {
  test('moves the cursor by QuickBooks’ clock, less an overlap, also for an answer of one deletion only', async () => {
    company = await startCompany(kind)
    await company.run({ ...range, entities: ['invoices'] })
    company.simulator.setNow(company.simulator.now() + 10 * dayMs)
    await company.sync()
    const first = await cursor('Invoice')
    expect(Math.abs(first - (company.simulator.now() - 300_000))).toBeLessThan(60_000)
    company.simulator.setNow(company.simulator.now() + dayMs)
    const [removed] = company.simulator.records('Invoice')
    company.simulator.remove('Invoice', removed?.Id ?? '')
    const report = await company.sync()
    expect(of(report, 'Invoice')).toMatchObject({ tombstoned: 1, inserted: 0, updated: 0 })
    expect((await cursor('Invoice')) - first).toBeGreaterThan(dayMs - 60_000)
    company.simulator.setNow(company.simulator.now() + dayMs)
    const quiet = await company.sync()
    expect(of(quiet, 'Invoice')).toMatchObject({ tombstoned: 0 })
    expect((await cursor('Invoice')) - first).toBeGreaterThan(2 * dayMs - 60_000)
  })

  test('does not lose a record that becomes visible late', async () => {
    company = await startCompany(kind)
    await company.run({ ...range, entities: ['invoices'] })
    company.simulator.setNow(company.simulator.now() + dayMs)
    await company.sync()
    const late = new Date(company.simulator.now() - 4 * 60_000).toISOString()
    const record = company.simulator.create('Invoice', {
      TxnDate: '2024-05-05',
      MetaData: { CreateTime: late, LastUpdatedTime: late },
    })
    expect(of(await company.sync(), 'Invoice')).toMatchObject({ inserted: 1 })
    expect((await storedRows(company, 'qb_invoices')).some((row) => row.id === record.Id)).toBe(true)
  })

  test('falls back to a query when more changed than CDC shows, and looks up the rows that it was not shown', async () => {
    company = await startCompany(kind, { invoices: 1010 })
    await company.run({ ...range, entities: ['invoices', 'items'] })
    const [...records] = company.simulator.records('Invoice')
    for (const record of records.splice(0, 2)) company.simulator.remove('Invoice', record.Id)
    for (const record of records.slice(0, 1005))
      company.simulator.edit('Invoice', record.Id, { PrivateNote: 'all of them' })
    const [item] = company.simulator.records('Item')
    company.simulator.edit('Item', item?.Id ?? '', { Description: 'late' })
    const report = await company.sync()
    expect(report.status).toBe('green')
    const invoices = of(report, 'Invoice')
    expect(invoices).toMatchObject({ method: 'query', deletionsKnown: true, tombstoned: 2 })
    expect(invoices.updated).toBe(1005)
    expect(of(report, 'Item')).toMatchObject({ method: 'cdc', updated: 1, status: 'green' })
    await expectEqualToSource('Invoice', 'qb_invoices')
    expect(of(await company.sync(), 'Invoice').nextSince).toBeTruthy()
  })

  test('goes on after 31 days: versions by query, deletions by looking up every row that was not shown', async () => {
    company = await startCompany(kind)
    await company.run({ ...range, entities: ['invoices'] })
    const [forgotten, edited, removed] = company.simulator.records('Invoice')
    company.simulator.setNow(company.simulator.now() + 60_000)
    company.simulator.remove('Invoice', forgotten?.Id ?? '')
    company.simulator.edit('Invoice', edited?.Id ?? '', { PrivateNote: 'early' })
    company.simulator.setNow(company.simulator.now() + 31 * dayMs)
    company.simulator.remove('Invoice', removed?.Id ?? '')
    const report = await company.sync()
    const invoices = of(report, 'Invoice')
    expect(invoices).toMatchObject({ method: 'query', status: 'green', deletionsKnown: true })
    expect(invoices).toMatchObject({ tombstoned: 2, updated: 1 })
    const rows = new Map((await storedRows(company, 'qb_invoices')).map((row) => [row.id, row.deleted]))
    expect([rows.get(forgotten?.Id ?? ''), rows.get(removed?.Id ?? '')]).toEqual([true, true])
    await expectEqualToSource('Invoice', 'qb_invoices')
    const after = await company.sync()
    expect(of(after, 'Invoice')).toMatchObject({ method: 'cdc', status: 'green' })
    expect((await company.run({ ...range, entities: ['invoices'] })).status).toBe('green')
    await expectEqualToSource('Invoice', 'qb_invoices')
  })

  test('gives rows the windows of the finished run: its size, its zone, and its clipped end', async () => {
    company = await startCompany(kind, { customers: 5, items: 5, invoices: 5 })
    const [customer] = company.simulator.records('Customer')
    await company.run({
      from: '2023-01-01',
      to: '2024-11-15',
      window: 'month',
      timeZone: 'America/Guayaquil',
    })
    const create = (TxnDate: string): string => company.simulator.create('Invoice', { TxnDate }).Id
    const [inside, behind, later, before] = ['2024-03-09', '2024-11-20', '2025-02-02', '2022-12-31'].map(
      create,
    )
    company.simulator.edit('Customer', customer?.Id ?? '', { Notes: 'late' })
    await company.sync()
    const rows = new Map(
      (await storedRows(company, 'qb_invoices')).map((row) => [row.id, [row.start, row.end]]),
    )
    expect(rows.get(inside ?? '')).toEqual(['2024-03-01T05:00:00Z', '2024-04-01T05:00:00Z'])
    expect(rows.get(behind ?? '')).toEqual(['2024-11-15T05:00:00Z', '2024-12-01T05:00:00Z'])
    expect(rows.get(later ?? '')).toEqual(['2025-02-01T05:00:00Z', '2025-03-01T05:00:00Z'])
    expect(rows.has(before ?? '')).toBe(false)
    const [row] = (await storedRows(company, 'qb_customers')).filter(({ id }) => id === customer?.Id)
    expect(row?.payload).toContain('late')
    expect(row?.start).toMatch(/-01T05:00:00Z$/u)
  })

  test('keeps a deletion of a record that was never stored, and revives nothing by it', async () => {
    company = await startCompany(kind)
    await company.run({ ...range, entities: ['invoices'] })
    const brief = company.simulator.create('Invoice', { TxnDate: '2024-05-05' })
    company.simulator.remove('Invoice', brief.Id)
    expect(of(await company.sync(), 'Invoice')).toMatchObject({ tombstoned: 1 })
    const rows = await storedRows(company, 'qb_invoices')
    expect(rows.find((row) => row.id === brief.Id)).toMatchObject({ deleted: true })
  })
})

test('what no finished run has loaded is refused, with what to do', async () => {
  company = await startCompany('PostgreSQL')
  await expect(company.sync()).rejects.toThrow(/no finished run has loaded it.*Run a backfill of it first/u)
  await company.run({ ...range, entities: ['invoices'] })
  await expect(company.sync({ entities: ['items'] })).rejects.toMatchObject({
    code: 'BACKFILL_INVALID_OPTIONS',
  })
  await expect(company.sync({ entities: ['invoices'], bogus: 1 } as never)).rejects.toThrow(/bogus/u)
})

test('a realm that is being run is refused, and a killed sync loses nothing', async () => {
  company = await startCompany('PostgreSQL')
  await company.run({ ...range, entities: ['invoices'] })
  const [edited] = company.simulator.records('Invoice')
  company.simulator.edit('Invoice', edited?.Id ?? '', { PrivateNote: 'late' })
  const stop = new AbortController()
  let second: Promise<unknown> | undefined
  const unlisten = company.simulator.onRequest(async () => {
    unlisten()
    second = company.sync().catch((error: unknown) => error)
    await second
    stop.abort(new Error('stopped'))
  })
  await expect(company.sync({ signal: stop.signal })).rejects.toThrow('stopped')
  expect(await second).toMatchObject({ code: 'BACKFILL_LOCKED' })
  expect(of(await company.sync(), 'Invoice')).toMatchObject({ updated: 1 })
  await expectEqualToSource('Invoice', 'qb_invoices')
})
