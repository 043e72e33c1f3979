import { sql } from 'kysely'
import type { Condition } from 'qbo-client'
import { depth } from 'testkit'
import type { BackfillReport, Source } from '../../src/index.js'
import { afterEach, describe, expect, test } from 'vitest'
import {
  databases,
  databasesInDepth,
  inRange,
  printedBySource,
  startCompany,
  storedRows,
  type TestCompany,
} from '../company.js'

const tables = [
  ['Customer', 'qb_customers'],
  ['Item', 'qb_items'],
  ['Invoice', 'qb_invoices'],
] as const

let company: TestCompany

afterEach(() => company.close())

async function expectTablesToEqualSource(from: string, to: string): Promise<void> {
  for (const [entity, table] of tables) {
    const source = await printedBySource(company, inRange(company.simulator.records(entity), from, to))
    const rows = (await storedRows(company, table)).filter((row) => !row.deleted)
    expect(new Map(rows.map((row) => [row.id, row.payload]))).toEqual(source)
  }
}

/** Invoices name customers who were there before the range: a yellow that is right, and no matter of the proof. */
function expectProved(report: BackfillReport): void {
  for (const entity of report.entities) {
    expect(entity.loaded).toBe(entity.expected)
    expect(
      entity.findings.filter((finding) => !finding.includes('names what the tables do not hold')),
    ).toEqual([])
    expect(entity.status).not.toBe('red')
  }
}

describe.each(databases)('a backfill into %s', (kind) => {
  test('brings exactly the records of the range, inactive ones too, each in its window, and proves it', async () => {
    company = await startCompany(kind)
    const report = await company.run({ from: '2023-01-01', to: '2024-01-01', window: undefined })
    expectProved(report)
    await expectTablesToEqualSource('2023-01-01', '2024-01-01')
    for (const row of await storedRows(company, 'qb_invoices')) {
      const { TxnDate } = JSON.parse(row.payload) as { TxnDate: string }
      expect(row.start).toBe(`${TxnDate}T00:00:00Z`)
      expect(Date.parse(row.end ?? '') - Date.parse(row.start ?? '')).toBe(86_400_000)
    }
    for (const row of await storedRows(company, 'qb_customers')) {
      expect([row.start, row.end]).toEqual(['2023-01-01T00:00:00Z', '2024-01-01T00:00:00Z'])
    }
    const inactive = (await storedRows(company, 'qb_customers')).filter((row) =>
      row.payload.includes('"Active": false'),
    )
    expect(inactive.length).toBeGreaterThan(0)
  })
})

describe.each(databasesInDepth)('a backfill into %s', (kind) => {
  test('counts each record once, and reading again changes nothing', async () => {
    company = await startCompany(kind)
    const first = await company.run()
    for (const entity of first.entities) expect(entity.inserted).toBe(entity.expected)
    const before = await Promise.all(tables.map(([, table]) => storedRows(company, table)))
    company.callsSince()
    const second = await company.run()
    expect(company.callsSince()).toBeGreaterThan(10)
    expect(second.runId).not.toBe(first.runId)
    const none = { inserted: 0, updated: 0, stale: 0 }
    for (const entity of second.entities) {
      const { expected } = entity
      expect(entity).toMatchObject({ ...none, unchanged: expected, loaded: expected })
    }
    expect(await Promise.all(tables.map(([, table]) => storedRows(company, table)))).toEqual(before)
  })

  test('loses nobody when rows are edited, deleted, moved and made between pages, and the proof stays exact', async () => {
    company = await startCompany(kind, { invoices: depth({ quick: 1100, deep: 2500 }), customers: 1100 })
    const { simulator } = company
    const invoices = simulator.records('Invoice')
    let number = 0
    simulator.onRequest(({ entity, statement }) => {
      if (entity !== 'Invoice' || statement?.includes('COUNT') === true) return
      number += 1
      const pick = (offset: number): string => invoices[(number * 37 + offset) % invoices.length]?.Id ?? ''
      const alive = (id: string): boolean => simulator.records('Invoice').some((record) => record.Id === id)
      if (number > 6) return
      simulator.edit('Invoice', pick(1), { PrivateNote: `edited before page ${number}` })
      const gone = pick(2)
      if (alive(gone)) simulator.remove('Invoice', gone)
      simulator.edit('Invoice', pick(3), { TxnDate: '2031-05-05' })
      simulator.edit('Invoice', pick(4), { TxnDate: '2023-06-06' })
      simulator.edit('Customer', simulator.records('Customer')[number]?.Id ?? '', { Notes: 'edited' })
    })
    const report = await company.run()
    expectProved(report)
    for (const [entity, table] of tables) {
      const source = await printedBySource(
        company,
        inRange(simulator.records(entity), '2022-01-01', '2025-01-01'),
      )
      const rows = new Map(
        (await storedRows(company, table)).filter((row) => !row.deleted).map((row) => [row.id, row.payload]),
      )
      for (const [id, payload] of source) expect(rows.get(id)).toBe(payload)
      const movedOut = [...rows].filter(([id]) => !source.has(id)).map(([, payload]) => payload)
      expect(movedOut.filter((payload) => !payload.includes('2031-05-05'))).toEqual([])
    }
  })

  test('makes tombstones of rows that went away between two runs, also when CDC forgot them', async () => {
    company = await startCompany(kind)
    await company.run()
    const [first, second, third] = company.simulator.records('Invoice')
    company.simulator.remove('Invoice', first?.Id ?? '', { trace: false })
    company.simulator.remove('Invoice', second?.Id ?? '', { trace: false })
    company.simulator.edit('Invoice', third?.Id ?? '', { TxnDate: '2031-01-01' })
    const report = await company.run()
    expectProved(report)
    const rows = await storedRows(company, 'qb_invoices')
    expect(new Set(rows.filter((row) => row.deleted).map((row) => row.id))).toEqual(
      new Set([first?.Id, second?.Id]),
    )
    expect(rows.find((row) => row.id === third?.Id)?.payload).toContain('2031-01-01')
  })
})

/** Does it as it was done an hour ago, so that it is settled. */
function anHourAgo(deed: () => void): void {
  const now = company.simulator.now()
  company.simulator.setNow(now - 3_600_000)
  deed()
  company.simulator.setNow(now)
}

test.each(['day', 'range'] as const)(
  'rows that left the range between two runs are brought up to date, and the second run is proved: windows of the size %s',
  async (window) => {
    company = await startCompany('PostgreSQL', { customers: 60 })
    await company.run({ from: '2023-01-01', to: '2024-01-01', window })
    const { simulator } = company
    const invoice = simulator
      .records('Invoice')
      .find((record) => String(record['TxnDate']).startsWith('2023'))
    const customer = simulator.records('Customer').find((record) => {
      const { CreateTime = '', LastUpdatedTime = '' } = record.MetaData ?? {}
      return CreateTime < '2022-12-31' && LastUpdatedTime > '2023-01-02' && LastUpdatedTime < '2023-12-30'
    })
    anHourAgo(() => {
      simulator.edit('Invoice', invoice?.Id ?? '', { TxnDate: '2025-05-05' })
      simulator.edit('Customer', customer?.Id ?? '', { CompanyName: 'Edited & Sons' })
    })
    const report = await company.run({ from: '2023-01-01', to: '2024-01-01', window })
    expect(report.entities.map((entity) => [entity.loaded, entity.status === 'red'])).toEqual(
      report.entities.map((entity) => [entity.expected, false]),
    )
    // Where windows are whole ranges, a day is what it is dated by.
    const moved = (await storedRows(company, 'qb_invoices')).find((row) => row.id === invoice?.Id)
    expect([moved?.start, moved?.end]).toEqual(['2025-05-05T00:00:00Z', '2025-05-06T00:00:00Z'])
    const edited = (await storedRows(company, 'qb_customers')).find((row) => row.id === customer?.Id)
    expect(edited?.payload).toContain('Edited & Sons')
  },
)

/** Of the rows that were made in the range, those that have not changed since S. */
function isOfProof(where: readonly Condition[] = []): boolean {
  const operators = where
    .filter(({ field }) => field === 'MetaData.LastUpdatedTime')
    .map(({ operator }) => operator)
  return operators.join() === '<'
}

test('a row that vanishes without a trace after it was read becomes a tombstone in the same run', async () => {
  company = await startCompany('PostgreSQL')
  const [merged] = company.simulator.records('Customer')
  let isRead = (): void => undefined
  const read = new Promise<void>((resolve) => (isRead = resolve))
  let isGone = false
  // The count of the proof may be asked for while the page is on its way: here it waits until that is written.
  const source: Source = {
    ...company.source,
    async count(scope, options) {
      if (scope.entity === 'Customer' && isOfProof(scope.where)) {
        await read
        if (!isGone) company.simulator.remove('Customer', merged?.Id ?? '', { trace: false })
        isGone = true
      }
      return company.source.count(scope, options)
    },
  }
  const report = await company.run({
    from: '2020-01-01',
    to: '2025-01-01',
    source,
    onEvent: (event) => {
      if (event.type === 'page.written' && event.segment.entity === 'Customer') isRead()
    },
  })
  expect(report.status).not.toBe('red')
  expect(
    (await storedRows(company, 'qb_customers')).filter((row) => row.deleted).map((row) => row.id),
  ).toEqual([merged?.Id])
})

test('a look at what changed that is older than the last page takes none of the looks behind it away', async () => {
  company = await startCompany('PostgreSQL', { customers: 60 })
  const { simulator, source } = company
  const customers = simulator.records('Customer')
  let looks = 0
  let told = (): void => undefined
  const early = new Promise<void>((resolve) => (told = resolve))
  const edit = (): void => void simulator.edit('Customer', customers[looks]?.Id ?? '', { Notes: 'edited' })
  const report = await company.run({
    from: '2020-01-01',
    to: '2025-01-01',
    source: {
      ...source,
      async *scan(options) {
        if (options.entity === 'Customer') await early
        yield* source.scan(options)
      },
      async cdc(...question) {
        looks += 1
        const answer = await source.cdc(...question)
        // Once before the page is read, and behind the first two looks that come after it: what they and the third find is new.
        if (looks <= 3) edit()
        told()
        return answer
      },
    },
  })
  expect(looks).toBe(5)
  expectProved(report)
})

test('an unfinished run that is older than CDC can see is closed, and a new one reads everything', async () => {
  company = await startCompany('PostgreSQL')
  const stop = new AbortController()
  const aborted = company.run({
    onEvent: (event) => {
      if (event.type === 'page.written') stop.abort(new Error('stopped'))
    },
    signal: stop.signal,
  })
  await expect(aborted).rejects.toThrow('stopped')
  await sql`UPDATE qbo_backfill.runs SET settled_before_utc = now() - interval '35 days'`.execute(company.db)
  const report = await company.run()
  expect(report.entities.map((entity) => entity.loaded)).toEqual(
    report.entities.map((entity) => entity.expected),
  )
  const runs = await sql<{
    status: string
  }>`SELECT status FROM qbo_backfill.runs ORDER BY started_at_utc`.execute(company.db)
  expect(runs.rows.map((run) => run.status)).toEqual(['expired', report.status])
})

test('records without MetaData, as some tax entities are, are counted all the same', async () => {
  company = await startCompany('PostgreSQL')
  company.simulator.create(
    'TaxAgency',
    '{"Id":"1","DisplayName":"Servicio de Rentas Internas","SyncToken":"0"}',
  )
  const report = await company.run({ entities: ['tax_agencies', 'tax_codes'] })
  expect(report.entities).toMatchObject([
    { entity: 'TaxAgency', expected: 1, loaded: 1, status: 'green' },
    { entity: 'TaxCode', expected: 0, loaded: 0, status: 'green' },
  ])
})

test('the DateStyle of the server does not matter', async () => {
  company = await startCompany('PostgreSQL')
  const { name } = (await sql<{ name: string }>`SELECT current_database() AS name`.execute(company.db))
    .rows[0] ?? { name: '' }
  await sql`ALTER DATABASE ${sql.id(name)} SET datestyle TO 'SQL, DMY'`.execute(company.db)
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name} AND pid <> pg_backend_pid()`.execute(
    company.db,
  )
  await sql`SET datestyle TO 'SQL, DMY'`.execute(company.db)
  const report = await company.run()
  expect(report.entities.map((entity) => entity.loaded)).toEqual(
    report.entities.map((entity) => entity.expected),
  )
})

test('an entity that the plan of the company does not have is left out, and the report says so', async () => {
  company = await startCompany('PostgreSQL')
  company.simulator.inject({ kind: 'feature-not-supported', times: 3, match: { entity: 'Department' } })
  const report = await company.run({ entities: ['departments', 'items'] })
  expect(report.entities.map((entity) => entity.entity)).toEqual(['Item'])
  expect(report.notices.some((notice) => notice.startsWith('Department: left out'))).toBe(true)
})

test('invoices of 1,096 days cost a call for each page and at most 16 more, and each day holds what it should', async () => {
  const pages = depth({ quick: 2, deep: 30 })
  company = await startCompany('PostgreSQL', { invoices: pages * 1000 })
  company.callsSince()
  const report = await company.run({ entities: ['invoices'], window: 'day' })
  expectProved(report)
  const calls = company.callsSince()
  expect(calls).toBeLessThanOrEqual(pages + 16)
  expect(report.apiCalls).toBe(calls)
  const perDay = new Map<string, number>()
  for (const record of company.simulator.records('Invoice')) {
    const date = String(record['TxnDate'])
    perDay.set(date, (perDay.get(date) ?? 0) + 1)
  }
  const windows = await sql<{ day: string; loaded: number; expected: number | null }>`
    SELECT first_date::text AS day, loaded, expected FROM qbo_backfill.windows ORDER BY number`.execute(
    company.db,
  )
  expect(windows.rows).toHaveLength(1096)
  for (const window of windows.rows) {
    expect([window.day, window.loaded]).toEqual([window.day, perDay.get(window.day) ?? 0])
    expect(window.expected).toBeNull()
  }
})
