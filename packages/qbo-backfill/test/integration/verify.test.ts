import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { databases, databasesInDepth, startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2022-01-01', to: '2025-01-01' }

function entityOf<T extends { readonly entity: string }>(entities: readonly T[], name: string): T {
  const found = entities.find((entity) => entity.entity === name)
  if (found === undefined) throw new Error(`No ${name} in the report.`)
  return found
}

async function rows(): Promise<string> {
  const result = await sql<{ digest: string }>`
    SELECT md5(string_agg(t::text, ',' ORDER BY id)) AS digest FROM raw.qb_invoices AS t`.execute(company.db)
  return result.rows[0]?.digest ?? ''
}

describe.each(databases)('a verification on %s', (kind) => {
  test('of a company that stood still is green, in few calls, and writes nothing', async () => {
    company = await startCompany(kind)
    await company.run(range)
    const before = await rows()
    company.callsSince()
    const report = await company.verify(range)
    expect(report.entities.flatMap((entity) => entity.findings)).toEqual([])
    expect(report.status).toBe('green')
    expect(entityOf(report.entities, 'Invoice')).toMatchObject({
      expected: 150,
      loaded: 150,
      missing: 0,
      deletionsKnown: true,
      windows: [],
    })
    expect(company.callsSince()).toBeLessThanOrEqual(16)
    expect(await rows()).toBe(before)
  })
})

describe.each(databasesInDepth)('a verification on %s', (kind) => {
  test('tells what appeared, changed and left since, by window, and is yellow', async () => {
    company = await startCompany(kind)
    await company.run({ ...range, window: 'day' })
    const [edited, removed, moved] = company.simulator.records('Invoice')
    const date = (record: typeof edited): string => String(record?.['TxnDate'])
    company.simulator.edit('Invoice', edited?.Id ?? '', { PrivateNote: 'late' })
    company.simulator.remove('Invoice', removed?.Id ?? '')
    company.simulator.edit('Invoice', moved?.Id ?? '', { TxnDate: '2021-05-05' })
    company.simulator.create('Invoice', { TxnDate: '2023-03-03', TotalAmt: 1 })
    company.simulator.create('Invoice', { TxnDate: '2021-03-03', TotalAmt: 1 })
    const before = await rows()
    const report = await company.verify({ ...range, entities: ['invoices'] })
    expect(report.status).toBe('yellow')
    const invoices = entityOf(report.entities, 'Invoice')
    expect(invoices).toMatchObject({
      missing: 0,
      appeared: 1,
      changed: 1,
      left: 2,
      expected: 147,
      loaded: 147,
    })
    const inWindow = (name: 'appeared' | 'changed' | 'left'): string[] =>
      invoices.windows.flatMap((window) => Array.from({ length: window[name] }, () => window.firstDate))
    expect(inWindow('appeared')).toEqual(['2023-03-03'])
    expect(inWindow('changed')).toEqual([date(edited)])
    expect(inWindow('left')).toEqual([date(removed), date(moved)].sort())
    expect(invoices.findings.join(' ')).toMatch(
      /at QuickBooks, 1 record appeared, 1 changed and 2 left since /u,
    )
    expect(await rows()).toBe(before)
  })

  test('tells of a record whose version has moved and its time has not, as with a payment of an invoice', async () => {
    company = await startCompany(kind)
    await company.run(range)
    const [paid, other] = company.simulator.records('Invoice')
    company.simulator.edit('Invoice', paid?.Id ?? '', { Balance: 0, SyncToken: '99' }, { touch: false })
    company.simulator.edit('Invoice', other?.Id ?? '', { Balance: 0 }, { touch: false })
    const report = await company.verify({ ...range, entities: ['invoices'] })
    expect(report.status).toBe('yellow')
    expect(entityOf(report.entities, 'Invoice')).toMatchObject({ missing: 0, changed: 1 })
    await company.run({ ...range, entities: ['invoices'] })
    expect((await company.verify({ ...range, entities: ['invoices'] })).status).toBe('green')
  })

  test('finds rows that the table has lost, also where the source changed as many, and is red', async () => {
    company = await startCompany(kind)
    await company.run({ ...range, window: 'day' })
    const records = company.simulator.records('Invoice')
    const [lost, removed] = [records[40], records[80]]
    await sql`DELETE FROM raw.qb_invoices WHERE id = ${lost?.Id}`.execute(company.db)
    company.simulator.remove('Invoice', removed?.Id ?? '')
    const report = await company.verify({ ...range, entities: ['invoices'] })
    expect(report.status).toBe('red')
    const invoices = entityOf(report.entities, 'Invoice')
    expect(invoices).toMatchObject({ missing: 1, left: 1, expected: 149, loaded: 148 })
    expect(invoices.windows.find((window) => window.missing === 1)?.firstDate).toBe(lost?.['TxnDate'])
    expect(invoices.findings[0]).toContain(`${String(lost?.['TxnDate'])} (1)`)
  })

  test('compares records in full: equal, newer at the source, and changed by hand in the table', async () => {
    company = await startCompany(kind, { invoices: 30 })
    await company.run(range)
    const [newer] = company.simulator.records('Customer')
    company.simulator.edit('Customer', newer?.Id ?? '', { Notes: 'late' })
    const drifted = await company.verify({ ...range, deep: 1000 })
    expect(drifted.status).toBe('yellow')
    expect(entityOf(drifted.entities, 'Invoice').deep).toMatchObject({
      compared: 30,
      equal: 30,
      different: 0,
    })
    const customers = entityOf(drifted.entities, 'Customer').deep
    expect(customers).toMatchObject({ different: 0, gone: 0 })
    expect((customers?.equal ?? 0) + (customers?.newer ?? 0)).toBe(customers?.compared)
    const [invoice] = company.simulator.records('Invoice')
    await sql`UPDATE raw.qb_invoices SET payload = payload || '{"TotalAmt": 0.01}' WHERE id = ${invoice?.Id}`.execute(
      company.db,
    )
    const red = await company.verify({ ...range, deep: 1000 })
    expect(red.status).toBe('red')
    expect(entityOf(red.entities, 'Invoice').deep).toMatchObject({
      compared: 30,
      equal: 29,
      different: 1,
      differentIds: [invoice?.Id],
    })
  })

  test('goes on after thirty days, says that deletions are not known, and still counts them', async () => {
    company = await startCompany(kind)
    await company.run({ ...range, window: 'day' })
    const [removed, edited] = company.simulator.records('Invoice')
    company.simulator.remove('Invoice', removed?.Id ?? '')
    company.simulator.edit('Invoice', edited?.Id ?? '', { PrivateNote: 'late' })
    company.simulator.setNow(company.simulator.now() + 40 * 86_400_000)
    const report = await company.verify({ ...range, entities: ['invoices'] })
    const invoices = entityOf(report.entities, 'Invoice')
    expect(invoices).toMatchObject({
      deletionsKnown: false,
      missing: 0,
      changed: 1,
      left: 1,
      status: 'yellow',
    })
    expect(invoices.windows.find((window) => window.left === 1)?.firstDate).toBe(removed?.['TxnDate'])
  })

  test('reads entities without a time whole: a lost tax code is red, a new one is not', async () => {
    company = await startCompany(kind)
    const old = '2020-02-02T10:00:00-08:00'
    const code = company.simulator.create('TaxCode', {
      Name: 'IVA 12%',
      MetaData: { CreateTime: old, LastUpdatedTime: old },
    })
    await company.run({ ...range, entities: ['tax_codes'] })
    expect((await company.verify({ ...range, entities: ['tax_codes'], deep: 5 })).status).toBe('green')
    company.simulator.create('TaxCode', { Name: 'IVA 15%' })
    const drifted = await company.verify({ ...range, entities: ['tax_codes'] })
    expect(entityOf(drifted.entities, 'TaxCode')).toMatchObject({ appeared: 1, missing: 0, status: 'yellow' })
    await sql`DELETE FROM raw.qb_tax_codes WHERE id = ${code.Id}`.execute(company.db)
    const red = await company.verify({ ...range, entities: ['tax_codes'] })
    expect(entityOf(red.entities, 'TaxCode')).toMatchObject({ appeared: 1, missing: 1, status: 'red' })
  })
})

test('a range that no finished run covers is refused, and the gap is named', async () => {
  company = await startCompany('PGlite')
  await company.run({ from: '2022-01-01', to: '2023-01-01', entities: ['invoices'] })
  await company.run({ from: '2024-01-01', to: '2025-01-01', entities: ['invoices'] })
  await expect(company.verify({ ...range, entities: ['invoices'] })).rejects.toThrow(
    'no finished run covers 2023-01-01 up to 2024-01-01',
  )
  await company.run({ from: '2023-01-01', to: '2024-01-01', entities: ['invoices'] })
  const report = await company.verify({ ...range, entities: ['invoices'] })
  expect(report.status).toBe('green')
  await expect(company.verify({ ...range, entities: ['items'] })).rejects.toMatchObject({
    code: 'BACKFILL_NOT_MIGRATED',
  })
})
