import { sql } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import type { QboRecord } from 'qbo-simulator'
import { afterEach, expect, test } from 'vitest'
import type { Source, VerifiedEntity, VerifyOptions } from '../../src/index.js'
import { startCompany, storedRows, type TestCompany, type Asked } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const range = { from: '2022-01-01', to: '2025-01-01' }
const small = { customers: 40, items: 3, invoices: 60 }
const dayMs = 86_400_000
const old = '2023-02-02T10:00:00-08:00'
const MetaData = { CreateTime: old, LastUpdatedTime: old }

async function verified(entity: string, options: Asked<VerifyOptions> = {}): Promise<VerifiedEntity> {
  const { entities } = await company.verify({ ...range, entities: [entity], ...options })
  const [found] = entities
  if (found === undefined) throw new Error('Nothing was verified.')
  return found
}

async function lose(table: string, record: QboRecord | undefined): Promise<void> {
  await sql`DELETE FROM ${sql.table(`raw.${table}`)} WHERE id = ${record?.Id}`.execute(company.db)
}

/** The same source, but for some of its answers. */
function lying(lies: Partial<Source>): Source {
  return { ...company.source, ...lies }
}

test('a row lost and one deleted that QuickBooks does not tell do not cancel out', async () => {
  company = await startCompany('PostgreSQL', small)
  const [lost, removed] = ['2023-01-05', '2023-08-05', '2024-03-03'].map((TxnDate) =>
    company.simulator.create('TimeActivity', { TxnDate, Hours: 1, MetaData }),
  )
  await company.run({ ...range, window: 'day', entities: ['time_activities'] })
  expect(await verified('time_activities')).toMatchObject({ status: 'green', findings: [] })
  company.simulator.remove('TimeActivity', removed?.Id ?? '')
  await lose('qb_time_activities', lost)
  const found = await verified('time_activities')
  expect(found).toMatchObject({ status: 'red', missing: 1, left: 1, expected: 2, loaded: 2 })
  expect(found.windows.map(({ firstDate, missing, left }) => [firstDate, missing, left])).toEqual([
    ['2023-01-05', 1, 0],
    ['2023-08-05', 0, 1],
  ])
})

test('nor do they in one window, after thirty days', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const [lost, removed] = company.simulator.records('Invoice')
  company.simulator.remove('Invoice', removed?.Id ?? '')
  await lose('qb_invoices', lost)
  company.simulator.setNow(company.simulator.now() + 40 * dayMs)
  const found = await verified('invoices', { window: 'range' })
  expect(found).toMatchObject({ status: 'red', missing: 1, left: 1, deletionsKnown: false })
})

test('nor a customer that was merged into another, which leaves no trace in CDC', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['customers'] })
  const stored = new Set((await storedRows(company, 'qb_customers')).map(({ id }) => id))
  const [lost, merged] = company.simulator.records('Customer').filter(({ Id }) => stored.has(Id))
  company.simulator.remove('Customer', merged?.Id ?? '', { trace: false })
  expect(await verified('customers')).toMatchObject({ status: 'yellow', left: 1 })
  await lose('qb_customers', lost)
  expect(await verified('customers')).toMatchObject({ status: 'red', missing: 1, left: 1 })
})

test('a row in an earlier version than the one that was proved is missing', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const [first, second] = company.simulator.records('Invoice')
  await sql`UPDATE raw.qb_invoices SET last_updated_time = last_updated_time - interval '1 hour' WHERE id = ${first?.Id}`.execute(
    company.db,
  )
  await sql`UPDATE raw.qb_invoices SET payload = payload || '{"TxnDate": "2022-01-01"}' WHERE id = ${second?.Id}`.execute(
    company.db,
  )
  expect(await verified('invoices')).toMatchObject({ status: 'red', missing: 2 })
})

test('a reject excuses its own row only', async () => {
  company = await startCompany('PostgreSQL', small)
  const text = `{"Id":"9001","SyncToken":"0","TxnDate":"2023-05-05","TotalAmt":1E999999,"MetaData":{"CreateTime":"${old}","LastUpdatedTime":"${old}"}}`
  company.simulator.create('Invoice', text)
  const { realmId } = await company.run({ ...range, entities: ['invoices'] })
  await createRawSink({ db: company.db }).acknowledgeRejects(company.db, { realmId })
  expect((await company.run({ ...range, entities: ['invoices'] })).status).toBe('yellow')
  expect(await verified('invoices')).toMatchObject({ status: 'yellow', missing: 1 })
  await lose('qb_invoices', company.simulator.records('Invoice').at(-1))
  const red = await verified('invoices')
  expect(red).toMatchObject({ status: 'red', missing: 2 })
  expect(red.findings.join(' ')).toContain('1 row that a finished run had proved')
})

test('a count that is wrong hides no lost row, and one that is too high is not called right', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices', 'customers'] })
  const counting = (wrong: (count: number) => number): Source =>
    lying({
      count: async (...question) => {
        const answer = await company.source.count(...question)
        return { ...answer, count: wrong(answer.count) }
      },
    })
  const high = await verified('invoices', { source: counting((count) => count + 3) })
  expect(high.status).toBe('yellow')
  expect(high.findings.join(' ')).toContain('QuickBooks counts 3 records of the range that')
  // What has changed since, of any date, makes up for none of them.
  for (const { Id } of company.simulator.records('Invoice').slice(-4))
    company.simulator.edit('Invoice', Id, { TxnDate: '2010-01-01' })
  await company.sync()
  const higher = await verified('invoices', { source: counting((count) => count + 3) })
  expect(higher.findings.join(' ')).toContain('QuickBooks counts 3 records of the range that')
  expect(await verified('invoices', { source: counting(() => 0) })).toMatchObject({ status: 'green' })
  await lose('qb_invoices', company.simulator.records('Invoice')[0])
  const { status } = await verified('invoices', { source: counting((count) => count - 1) })
  expect(status).toBe('red')
  const { loaded } = await verified('customers')
  await sql`TRUNCATE raw.qb_customers`.execute(company.db)
  const none = await verified('customers', { source: counting(() => 0) })
  expect(none).toMatchObject({ status: 'red', missing: loaded })
})

test('without QuickBooks’ clock CDC is not trusted to see far enough, and no other clock is told', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const timeless = lying({
    count: async (...question) => ({ count: (await company.source.count(...question)).count }),
  })
  const report = await company.verify({ ...range, entities: ['invoices'], source: timeless })
  expect(report.verifiedAt).toBeNull()
  expect(report.entities[0]).toMatchObject({ status: 'green', deletionsKnown: false })
})

test('a record that QuickBooks begins to refuse after it was loaded is not known, in depth neither', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const [culprit] = company.simulator.records('Invoice')
  company.simulator.poison('Invoice', culprit?.Id ?? '')
  const found = await verified('invoices', { deep: 1000 })
  expect(found).toMatchObject({ status: 'yellow', missing: 0 })
  expect(found.deep).toMatchObject({ compared: 60, equal: 59, unreadable: 1, gone: 0 })
  expect(found.findings.join(' ')).toContain('1 record of the range that it does not show or cannot give')
}, 60_000)

test('a record whose version cannot be read is not called right', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const [record] = company.simulator.records('Invoice')
  await sql`UPDATE raw.qb_invoices SET sync_token = 'a word' WHERE id = ${record?.Id}`.execute(company.db)
  const found = await verified('invoices')
  expect(found.status).toBe('yellow')
  expect(found.findings.join(' ')).toContain('no date or version that can be read')
})

test('templates and rates, which have no Id of their own, are compared by what names them', async () => {
  company = await startCompany('PostgreSQL', small)
  const template = (id: number): string =>
    JSON.stringify({ Invoice: { Id: String(id), SyncToken: '0', MetaData } })
  for (const id of [7001, 7002, 7003]) company.simulator.create('RecurringTransaction', template(id))
  const entities = ['recurring_transactions']
  await company.run({ ...range, entities })
  expect(await verified('recurring_transactions')).toMatchObject({ status: 'green', expected: 3, loaded: 3 })
  company.simulator.remove('RecurringTransaction', '7002')
  await sql`DELETE FROM raw.qb_recurring_transactions WHERE id = '7001'`.execute(company.db)
  expect(await verified('recurring_transactions')).toMatchObject({ status: 'red', missing: 1, left: 1 })
})

test('of a large range only the parts whose counts differ are read, unless deletions are not told', async () => {
  company = await startCompany('PostgreSQL', { customers: 3, items: 3, invoices: 17_000 })
  await company.run({ ...range, window: 'day', entities: ['invoices'] })
  company.callsSince()
  expect(await verified('invoices', { witness: false })).toMatchObject({
    status: 'green',
    expected: 17_000,
    loaded: 17_000,
  })
  expect(company.callsSince()).toBe(18)
  const records = company.simulator.records('Invoice')
  await lose('qb_invoices', records[500])
  company.simulator.remove('Invoice', records[16_000]?.Id ?? '')
  const red = await verified('invoices', { witness: false })
  expect(red).toMatchObject({ status: 'red', missing: 1, left: 1, expected: 16_999, loaded: 16_998 })
  expect(red.windows.find(({ missing }) => missing > 0)?.firstDate).toBe(records[500]?.['TxnDate'])
  expect(company.callsSince()).toBeLessThanOrEqual(23)
  company.simulator.setNow(company.simulator.now() + 40 * dayMs)
  company.callsSince()
  expect(await verified('invoices', { witness: false })).toMatchObject({ status: 'red', missing: 1, left: 1 })
  expect(company.callsSince()).toBeLessThanOrEqual(17 + 16 + 16 + 6)
}, 120_000)

/** Scans, counts and change data capture hide the record; by its Id it is given. */
test('rows that QuickBooks gives only by Id have not left, and what is gone is named', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices', 'customers'] })
  const [hidden, gone] = company.simulator.records('Invoice')
  company.simulator.hide('Invoice', hidden?.Id ?? '')
  const stored = new Set((await storedRows(company, 'qb_customers')).map(({ id }) => id))
  const customer = company.simulator.records('Customer').find(({ Id }) => stored.has(Id))
  company.simulator.hide('Customer', customer?.Id ?? '')
  for (const entity of ['invoices', 'customers'])
    expect(await verified(entity)).toMatchObject({ status: 'green', left: 0, missing: 0, findings: [] })
  expect((await verified('invoices')).expected).toBe(60)
  company.simulator.remove('Invoice', gone?.Id ?? '', { trace: false })
  expect(await verified('invoices', { witness: false })).toMatchObject({
    status: 'yellow',
    left: 1,
    checks: [{ name: 'current', details: { left: 1, leftIds: [gone?.Id] } }],
  })
  company.simulator.edit('Invoice', hidden?.Id ?? '', { PrivateNote: 'changed' })
  expect(await verified('invoices', { witness: false })).toMatchObject({
    status: 'yellow',
    changed: 1,
    left: 1,
  })
})

test('so it is with codes that are read whole', async () => {
  company = await startCompany('PostgreSQL', small)
  const [hidden, gone] = [1, 2, 3].map((n) =>
    company.simulator.create('TaxCode', { Name: `Code ${n}`, MetaData }),
  )
  await company.run({ ...range, entities: ['tax_codes'] })
  company.simulator.hide('TaxCode', hidden!.Id)
  expect(await verified('tax_codes')).toMatchObject({ status: 'green', left: 0 })
  company.simulator.remove('TaxCode', gone!.Id)
  expect(await verified('tax_codes')).toMatchObject({ status: 'yellow', left: 1 })
})

test('a record that change data capture calls deleted and that a query gives has not left', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const id = company.simulator.records('Invoice')[0]?.Id ?? ''
  const denying = lying({
    async cdc(...question) {
      const answer = await company.source.cdc(...question)
      const lastUpdatedTime = new Date(company.simulator.now()).toISOString()
      const stub = { Id: id, status: 'Deleted', MetaData: { LastUpdatedTime: lastUpdatedTime } }
      const changes = [
        { entity: 'Invoice', recordsPath: [], records: [stub], deleted: [{ id, lastUpdatedTime }] } as const,
      ]
      return { ...answer, changes }
    },
  })
  expect(await verified('invoices', { source: denying })).toMatchObject({ status: 'green', left: 0 })
})

test('a row that is not shown and may not be looked up is not known to be gone', async () => {
  company = await startCompany('PostgreSQL', small)
  await company.run({ ...range, entities: ['invoices'] })
  const [hidden, gone] = company.simulator.records('Invoice')
  company.simulator.hide('Invoice', hidden?.Id ?? '')
  company.simulator.remove('Invoice', gone?.Id ?? '', { trace: false })
  company.simulator.inject({
    kind: 'no-destination',
    match: ({ statement = '' }) => statement.includes('Id IN') && statement.includes(`'${hidden?.Id}'`),
    times: 1000,
  })
  const found = await verified('invoices', { witness: false })
  expect(found).toMatchObject({ status: 'yellow', left: 1 })
  expect(found.findings.join(' ')).toContain(
    'does not show 1 row of the table any more and does not answer for it',
  )
})
