import { sql } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { afterEach, expect, test } from 'vitest'
import type { Source, SyncedEntity, SyncReport } from '../../src/index.js'
import { startCompany, storedRows, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2022-01-01', to: '2025-01-01' }
const small = { customers: 3, items: 3, invoices: 20 }
const minuteMs = 60_000
const dayMs = 1440 * minuteMs
const old = '2023-02-02T10:00:00-08:00'
const MetaData = { CreateTime: old, LastUpdatedTime: old }

function of(report: SyncReport, entity: string): SyncedEntity {
  const found = report.entities.find((each) => each.entity === entity)
  if (found === undefined) throw new Error(`No ${entity} in the report.`)
  return found
}

async function isLive(table: string, id: string): Promise<boolean | undefined> {
  const row = (await storedRows(company, table)).find((each) => each.id === id)
  return row === undefined ? undefined : !row.deleted
}

/** The same source, but for some of its answers. */
function lying(lies: Partial<Source>): Source {
  return { ...company.source, ...lies }
}

/** A newer version of an invoice, of which the database can take only `total`s that have an end. */
function editTo(id: string, version: string, total: string): void {
  const time = new Date(company.simulator.now()).toISOString().replace(/\.\d+Z/u, '+00:00')
  company.simulator.remove('Invoice', id, { trace: false })
  company.simulator.create(
    'Invoice',
    `{"Id":"${id}","SyncToken":"${version}","TxnDate":"2023-05-05","TotalAmt":${total},"MetaData":{"CreateTime":"${old}","LastUpdatedTime":"${time}"}}`,
  )
}

const customFields = Array.from({ length: 5 }, (_, index) => ({
  DefinitionId: `${index + 1}`,
  Name: `Field ${index + 1}`,
  Type: 'StringType',
  StringValue: `value ${index + 1}`,
}))

async function storedInvoice(id: string): Promise<{ PrivateNote?: string; CustomField?: unknown[] }> {
  const row = (await storedRows(company, 'qb_invoices')).find((each) => each.id === id)
  return JSON.parse(row?.payload ?? '{}') as { PrivateNote?: string; CustomField?: unknown[] }
}

test('a change that CDC tells takes no custom field from a row, though CDC shows three of them', async () => {
  company = await startCompany('PostgreSQL', small)
  const { Id } = company.simulator.create('Invoice', {
    TxnDate: '2023-05-05',
    CustomField: customFields,
    MetaData,
  })
  await company.run({ ...range, entities: ['invoices'] })
  expect((await storedInvoice(Id)).CustomField).toHaveLength(5)
  company.simulator.edit('Invoice', Id, { PrivateNote: 'edited' })
  const { entities } = await company.sync()
  expect(entities[0]).toMatchObject({ status: 'green', updated: 1 })
  expect(await storedInvoice(Id)).toMatchObject({ PrivateNote: 'edited', CustomField: customFields })
})

test('a change that only CDC shows is taken as CDC has it', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const [first, second] = company.simulator.records('Invoice').map(({ Id }) => Id)
  for (const id of [first, second]) company.simulator.edit('Invoice', id ?? '', { PrivateNote: 'edited' })
  const blind = lying({
    readByIds: (entity, ids, options) =>
      company.source.readByIds(
        entity,
        ids.filter((id) => id !== first),
        options,
      ),
  })
  const { entities } = await company.sync({ source: blind })
  expect(entities[0]).toMatchObject({ updated: 2 })
  expect((await storedInvoice(first ?? '')).PrivateNote).toBe('edited')
})

test.each(['sync', 'verify'] as const)(
  'a count of none hides no change that CDC does not tell from a %s',
  async (deed) => {
    company = await startCompany('PostgreSQL', small)
    company.simulator.create('TimeActivity', { TxnDate: '2023-01-05', Hours: 1, MetaData })
    await company.run({ ...range, entities: ['time_activities'] })
    company.simulator.setNow(company.simulator.now() + dayMs)
    const made = company.simulator.create('TimeActivity', { TxnDate: '2023-02-05', Hours: 2 })
    const none: Partial<Source> = {
      count: async (...question) => ({ ...(await company.source.count(...question)), count: 0 }),
    }
    const source = lying(none)
    const isKnown =
      deed === 'sync'
        ? await company.sync({ source }).then(() => isLive('qb_time_activities', made.Id))
        : (await company.verify({ ...range, entities: ['time_activities'], source })).status !== 'green'
    expect(isKnown).toBe(true)
  },
)

test('what CDC does not know is looked up: a deletion is found, and the sync is green', async () => {
  company = await startCompany('PostgreSQL', small)
  const [kept, removed] = ['2023-01-05', '2023-08-05'].map((TxnDate) =>
    company.simulator.create('TimeActivity', { TxnDate, Hours: 1, MetaData }),
  )
  await company.run({ ...range, entities: ['time_activities'] })
  company.simulator.remove('TimeActivity', removed?.Id ?? '')
  company.callsSince()
  const report = await company.sync()
  expect(of(report, 'TimeActivity')).toMatchObject({
    status: 'green',
    tombstoned: 1,
    deletionsKnown: true,
    findings: [],
  })
  // What changed; the rows by their Ids; and again that which did not come, since a short answer proves nothing.
  expect(company.callsSince()).toBe(3)
  expect(await isLive('qb_time_activities', kept?.Id ?? '')).toBe(true)
  expect(await isLive('qb_time_activities', removed?.Id ?? '')).toBe(false)
  // A row that is lost does not stand for one that is deleted.
  const [third, fourth] = ['2023-01-06', '2023-08-06'].map((TxnDate) =>
    company.simulator.create('TimeActivity', { TxnDate, Hours: 1 }),
  )
  await company.sync()
  await sql`DELETE FROM raw.qb_time_activities WHERE id = ${third?.Id}`.execute(company.db)
  company.simulator.remove('TimeActivity', fourth?.Id ?? '')
  await company.sync()
  expect(await isLive('qb_time_activities', fourth?.Id ?? '')).toBe(false)
})

test('entities that are read whole lose what is not there at a second look either, and nothing else', async () => {
  company = await startCompany('PostgreSQL', small)
  const codes = ['IVA 12%', 'IVA 15%'].map((Name) => company.simulator.create('TaxCode', { Name, MetaData }))
  const texts = [7001, 7002].map((id) =>
    JSON.stringify({
      Invoice: { Id: String(id), SyncToken: '0', RecurringInfo: { Name: 'Rent' }, MetaData },
    }),
  )
  for (const text of texts) company.simulator.create('RecurringTransaction', text)
  await company.run({ ...range, entities: ['tax_codes', 'recurring_transactions'] })
  const [, code] = codes
  company.simulator.remove('TaxCode', code?.Id ?? '')
  company.simulator.remove('RecurringTransaction', '7002')
  const report = await company.sync()
  expect(report.entities).toMatchObject([
    { entity: 'TaxCode', status: 'green', tombstoned: 1, deletionsKnown: true },
    { entity: 'RecurringTransaction', status: 'green', tombstoned: 1, deletionsKnown: true },
  ])
  expect(await isLive('qb_tax_codes', codes[0]?.Id ?? '')).toBe(true)
  expect(await isLive('qb_recurring_transactions', '7001')).toBe(true)
  // A page that shows less than there is takes no row with it.
  const hidden = lying({
    async *pages(options) {
      for await (const page of company.source.pages(options))
        yield { ...page, text: '{"QueryResponse":{"TaxCode":[]}}', records: [], fresh: [] }
    },
  })
  const blind = await company.sync({ source: hidden, entities: ['tax_codes'] })
  expect(of(blind, 'TaxCode')).toMatchObject({ status: 'yellow', tombstoned: 0, unchanged: 1 })
  // Of what has no Id of its own, two empty answers are no two looks.
  const empty = lying({ async *pages() {} })
  const blinder = await company.sync({ source: empty, entities: ['recurring_transactions'] })
  expect(of(blinder, 'RecurringTransaction')).toMatchObject({ status: 'yellow', tombstoned: 0 })
  expect(await isLive('qb_recurring_transactions', '7001')).toBe(true)
})

test('a record that could not be stored keeps every later sync red, until a version of it is stored', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const id = company.simulator.records('Invoice')[0]?.Id ?? ''
  company.simulator.setNow(company.simulator.now() + dayMs)
  editTo(id, '5', '1E999999')
  expect(of(await company.sync(), 'Invoice')).toMatchObject({ status: 'red', rejected: 1 })
  company.simulator.setNow(company.simulator.now() + dayMs)
  await company.sync()
  const next = of(await company.sync(), 'Invoice')
  expect(next).toMatchObject({ status: 'red', rejected: 0 })
  expect(next.findings.join(' ')).toContain('1 record could not be stored')
  company.simulator.setNow(company.simulator.now() + dayMs)
  editTo(id, '6', '12.50')
  expect(of(await company.sync(), 'Invoice')).toMatchObject({ status: 'green', updated: 1 })
})

test('a record that is absent by somebody’s word leaves the sync yellow', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  company.simulator.setNow(company.simulator.now() + dayMs)
  editTo(company.simulator.records('Invoice')[0]?.Id ?? '', '5', '1E999999')
  const { realmId } = await company.sync()
  await createRawSink({ db: company.db }).acknowledgeRejects(company.db, { realmId })
  const report = of(await company.sync(), 'Invoice')
  expect(report.status).toBe('yellow')
  expect(report.findings.join(' ')).toContain('acknowledged')
})

test('a deletion between two questions of a sync is not behind its cursor', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const [late] = company.simulator.records('Invoice')
  company.simulator.setNow(company.simulator.now() + 40 * dayMs)
  const unlisten = company.simulator.onRequest(({ statement = '' }) => {
    if (!statement.includes('LastUpdatedTime')) return
    unlisten()
    // Behind CDC's answer and before the COUNT that follows it, which comes ten minutes later.
    company.simulator.setNow(company.simulator.now() + minuteMs)
    company.simulator.remove('Invoice', late?.Id ?? '')
    company.simulator.setNow(company.simulator.now() + 9 * minuteMs)
  })
  const asked = company.simulator.now()
  const report = of(await company.sync(), 'Invoice')
  expect(Date.parse(report.nextSince ?? '')).toBeLessThanOrEqual(asked - 5 * minuteMs + 30_000)
  // As if this sync had been shown the row before it was deleted, and not have looked it up.
  await sql`UPDATE raw.qb_invoices SET deleted_at = NULL WHERE id = ${late?.Id}`.execute(company.db)
  await company.sync()
  expect(await isLive('qb_invoices', late?.Id ?? '')).toBe(false)
})

test('an answer without a time moves no cursor and is not green', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices', 'time_activities'] })
  for (const time of [undefined, 'no time']) {
    const timeless = lying({
      async cdc(...question) {
        const { time: _time, ...answer } = await company.source.cdc(...question)
        return { ...answer, ...(time === undefined ? {} : { time }) }
      },
      count: async (...question) => ({ ...(await company.source.count(...question)), time }),
      async *scan(options) {
        for await (const { time: _time, ...page } of company.source.scan(options))
          yield { ...page, ...(time === undefined ? {} : { time }) }
      },
    })
    const report = await company.sync({ source: timeless })
    for (const each of report.entities) {
      expect(each).toMatchObject({ status: 'yellow', nextSince: each.since })
      expect(each.findings.join(' ')).toContain('did not say what time it is')
    }
  }
})

test('an answer about something that was not asked for is an error, and moves no cursor', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const [customer] = company.simulator.records('Customer')
  const text = JSON.stringify({ CDCResponse: [{ QueryResponse: [{ Customer: [customer] }] }] })
  const stray = lying({
    async cdc(...question) {
      const recordsPath = ['CDCResponse', '0', 'QueryResponse', '0', 'Customer']
      const changes = [{ entity: 'Customer' as const, recordsPath, records: [customer!], deleted: [] }]
      return { ...(await company.source.cdc(...question)), text, changes }
    },
  })
  await expect(company.sync({ source: stray })).rejects.toMatchObject({ code: 'QBO_UNEXPECTED_RESPONSE' })
})

test('a change that QuickBooks cannot give is listed, and the sync is red', async () => {
  company = await startCompany('PostgreSQL', small)
  const record = company.simulator.create('TimeActivity', { TxnDate: '2023-01-05', Hours: 1, MetaData })
  await company.run({ ...range, entities: ['time_activities'] })
  company.simulator.setNow(company.simulator.now() + dayMs)
  company.simulator.edit('TimeActivity', record.Id, { Hours: 2 })
  company.simulator.poison('TimeActivity', record.Id)
  const report = of(await company.sync(), 'TimeActivity')
  expect(report).toMatchObject({ status: 'red', tombstoned: 0 })
  expect(report.rejected).toBeGreaterThan(0)
  expect(of(await company.sync(), 'TimeActivity').status).toBe('red')
  expect(await isLive('qb_time_activities', record.Id)).toBe(true)
})

test('deletions that one sync cannot afford to look for leave it yellow, and later ones go on with them', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  // Rows that QuickBooks has not: all of them have been deleted, and none was told.
  await sql`
    INSERT INTO raw.qb_invoices (realm_id, id, payload, last_updated_time, create_time, ingested_at_utc, last_seen)
    SELECT realm_id, 'gone' || n, payload, last_updated_time, create_time, now(), now() - interval '1 day'
    FROM (SELECT * FROM raw.qb_invoices LIMIT 1) AS one, generate_series(1, 8100) AS n`.execute(company.db)
  company.simulator.setNow(company.simulator.now() + 31 * dayMs)
  company.callsSince()
  const first = of(await company.sync({ sweep: false }), 'Invoice')
  expect(first).toMatchObject({ status: 'yellow', method: 'query', deletionsKnown: false, tombstoned: 8000 })
  expect(first.findings.join(' ')).toMatch(/deletions before .* are not known\./u)
  expect(first.findings.join(' ')).toContain('120 rows may have been deleted')
  expect(company.callsSince()).toBeLessThanOrEqual(25)
  const second = of(await company.sync({ sweep: false }), 'Invoice')
  expect(second).toMatchObject({ status: 'green', method: 'cdc', deletionsKnown: true, tombstoned: 100 })
  company.callsSince()
  expect(of(await company.sync(), 'Invoice').status).toBe('green')
  expect(company.callsSince()).toBe(1)
})
