import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { postgresStore, verifyEvidence, writeEvidence, type Source } from '../../src/index.js'
import { databases, startCompany, type TestCompany } from '../company.js'

let company: TestCompany
let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'evidence-'))
})
afterEach(async () => {
  await company.close()
  await rm(directory, { recursive: true })
})

const small = { customers: 8, items: 3, invoices: 60 }
const range = { from: '2022-01-01', to: '2025-01-01' }

interface Manifest {
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest
}

test.each(databases)(
  'on %s the evidence says later, without a call, which windows are not what was proved',
  async (kind) => {
    company = await startCompany(kind, small)
    const { db } = company
    const report = await company.run({ ...range, window: undefined })
    const { directory: folder } = await writeEvidence({ db, report, directory })
    company.callsSince()
    expect(await verifyEvidence({ db, directory })).toMatchObject({
      runId: report.runId,
      status: 'green',
      changedFiles: [],
      entities: [{ changed: [] }, { changed: [] }, { changed: [], windows: 1096 }],
    })
    const [first, second, third] = company.simulator.records('Invoice')
    await sql`UPDATE raw.qb_invoices SET payload = payload || '{"TotalAmt": 1.0}' WHERE id = ${first?.Id}`.execute(
      db,
    )
    await sql`DELETE FROM raw.qb_invoices WHERE id = ${second?.Id}`.execute(db)
    await sql`UPDATE raw.qb_invoices SET deleted_at = now() WHERE id = ${third?.Id}`.execute(db)
    await sql`UPDATE raw.qb_customers SET sync_token = '99' WHERE id = (SELECT min(id) FROM raw.qb_customers)`.execute(
      db,
    )
    const later = await verifyEvidence({ db, directory: folder })
    expect(later.status).toBe('yellow')
    const [customers, items, invoices] = later.entities
    expect([customers?.changed.length, items?.changed.length]).toEqual([1, 0])
    expect(invoices?.changed.map(({ firstDate }) => firstDate)).toEqual(
      [...new Set([first, second, third].map((record) => String(record?.['TxnDate'])))].toSorted((a, b) =>
        a < b ? -1 : 1,
      ),
    )
    expect(company.callsSince()).toBe(0)
  },
)

test('a file that was changed, or is missing, is told, and red', async () => {
  company = await startCompany('PostgreSQL', small)
  const { db } = company
  const report = await company.run(range)
  const { directory: folder } = await writeEvidence({ db, report, directory })
  for (const { name, sha256 } of (await manifestOf(folder)).files)
    expect(
      createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex'),
    ).toBe(sha256)
  await writeFile(join(folder, 'witness.csv'), 'nothing\n')
  await rm(join(folder, 'report.html'))
  expect(await verifyEvidence({ db, directory })).toMatchObject({
    status: 'red',
    changedFiles: ['report.html', 'witness.csv'],
  })
  await writeFile(join(folder, 'manifest.json'), '{}')
  await expect(verifyEvidence({ db, directory })).rejects.toMatchObject({ code: 'BACKFILL_INVALID_OPTIONS' })
})

test('the months of a type stand beside ours, exactly, for a spreadsheet and for a reader', async () => {
  company = await startCompany('PostgreSQL', small)
  const { db } = company
  const report = await company.run({ ...range, entities: ['invoices'] })
  for (const language of ['en', 'es'] as const) {
    const { directory: folder, html } = await writeEvidence({ db, report, directory, language })
    const [head, ...lines] = (await readFile(join(folder, 'witness.csv'), 'utf8')).trimEnd().split('\n')
    expect(head).toBe(
      'entity,type,month,reported_count,stored_count,count_difference,reported_sum,stored_sum,sum_difference',
    )
    const cells = lines.map((line) => line.split(','))
    expect(cells.reduce((sum, cell) => sum + Number(cell[3]), 0)).toBe(60)
    expect(cells.every((cell) => cell[5] === '0' && Number(cell[8]) === 0)).toBe(true)
    const page = await readFile(html, 'utf8')
    expect(page).toContain(
      language === 'en' ? 'Beside QuickBooks’ own reports' : 'Junto a los reportes propios',
    )
  }
})

test('QuickBooks’ own statements are archived as they came, and what is no answer is not', async () => {
  company = await startCompany('PostgreSQL', small)
  const { db } = company
  const report = await company.run({ ...range, entities: ['items'] })
  const text = '{ "as": "it came" }'
  const source: Source = {
    ...company.source,
    report: (name, parameters) =>
      Promise.resolve({
        text,
        report: {
          name,
          header: {
            StartPeriod: parameters['start_date'] ?? '',
            EndPeriod: name === 'BalanceSheet' ? '2026-01-01' : (parameters['end_date'] ?? ''),
          },
          isEmpty: false,
          columns: [],
          rows: [],
        },
        request: '',
        durationMs: 1,
      }),
  }
  const { directory: folder, refused } = await writeEvidence({
    db,
    report,
    directory,
    archiveReportsOf: source,
  })
  expect(await readFile(join(folder, 'ProfitAndLoss.json'), 'utf8')).toBe(text)
  expect((await manifestOf(folder)).files.map(({ name }) => name)).toContain('ProfitAndLoss.json')
  expect(refused).toEqual([
    expect.stringMatching(/^BalanceSheet: the answer is of 2022-01-01 to 2026-01-01/u),
  ])
})

test('a report that the calls of the month do not reach to is told, and all else is archived', async () => {
  company = await startCompany('PostgreSQL')
  const { db, source } = company
  const report = await company.run({ ...range, entities: ['items'] })
  const { taken } = await postgresStore({ db }).monthCalls(source.clientId)
  const budget = taken + 1
  const { directory: folder, refused } = await writeEvidence({
    db,
    report,
    directory,
    archiveReportsOf: source,
    monthlyCallBudget: budget,
  })
  expect(refused).toEqual([
    expect.stringMatching(
      new RegExp(`^BalanceSheet: The app has spent the month's ${budget} API calls`, 'u'),
    ),
  ])
  expect((await manifestOf(folder)).files.map(({ name }) => name)).toContain('ProfitAndLoss.json')
  expect((await postgresStore({ db }).monthCalls(source.clientId)).taken).toBe(budget)
})
