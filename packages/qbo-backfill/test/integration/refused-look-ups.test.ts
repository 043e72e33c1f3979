import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { liveIds, startCompany, type TestCompany } from '../company.js'
import { few, range } from '../few-invoices.js'

let company: TestCompany
afterEach(() => company.close())

const impatient = { ...few, retries: 0 }

/** Each look-up by Ids that names the record is refused. */
function refuse(id: string | undefined, kind: 'no-destination' | 'permission-denied' | 'bad-gateway'): void {
  company.simulator.inject({
    kind,
    match: ({ statement = '' }) => statement.includes('Id IN') && statement.includes(`'${id}'`),
    times: 1000,
  })
}

test.each(['no-destination', 'permission-denied', 'bad-gateway'] as const)(
  'one record that a sweep may not look up (%s) is not known, and the others are',
  async (kind) => {
    company = await startCompany('PostgreSQL', impatient)
    await company.run({ ...range, witness: false })
    const [refused, ...gone] = company.simulator.records('Invoice').slice(0, 5)
    for (const { Id } of [refused!, ...gone]) company.simulator.remove('Invoice', Id, { trace: false })
    refuse(refused?.Id, kind)
    const swept = await company.sync({ sweep: true })
    expect(swept.entities[0]?.findings.join()).toContain(
      `QuickBooks does not answer for 1 row by Id, such as Id ${refused?.Id}, so it is not known whether it is gone`,
    )
    expect(swept).toMatchObject({
      status: 'yellow',
      entities: [{ tombstoned: 4, deletionsKnown: false, witness: { outcome: 'witnessed', deleted: 4 } }],
    })
    expect(await liveIds(company, 'qb_invoices')).toContain(refused?.Id)
    expect((await company.verify(range)).entities[0]).toMatchObject({ status: 'yellow', missing: 0 })
  },
)

test('one that a report lists, no query shows and no look-up may ask for is lost', async () => {
  company = await startCompany('PostgreSQL', impatient)
  const [hidden, other] = company.simulator.records('Invoice').slice(10, 12)
  for (const { Id } of [hidden!, other!]) company.simulator.hide('Invoice', Id)
  refuse(hidden?.Id, 'no-destination')
  const report = await company.run(range)
  expect(report).toMatchObject({ status: 'red', entities: [{ witness: { found: 1, lost: 1 } }] })
  expect(await liveIds(company, 'qb_invoices')).toHaveLength(59)
})

test('rows that a sync looks up because nobody tells their deletions stay open where they are refused', async () => {
  company = await startCompany('PostgreSQL', impatient)
  const MetaData = { CreateTime: '2023-02-02T10:00:00-08:00', LastUpdatedTime: '2023-02-02T10:00:00-08:00' }
  const [first, second] = ['2023-01-05', '2023-08-05', '2024-03-03'].map((TxnDate) =>
    company.simulator.create('TimeActivity', { TxnDate, Hours: 1, MetaData }),
  )
  await company.run({ ...range, entities: ['time_activities'] })
  company.simulator.remove('TimeActivity', first!.Id)
  refuse(second?.Id, 'no-destination')
  const { entities } = await company.sync()
  expect(entities).toMatchObject([{ status: 'yellow', deletionsKnown: false, tombstoned: 1 }])
  expect(entities[0]?.findings.join()).toContain('1 row may have been deleted')
})

test('a change that may not be read by its Id is taken as change data capture has it, and asked for again', async () => {
  company = await startCompany('PostgreSQL', impatient)
  await company.run(range)
  const [first, second] = company.simulator.records('Invoice')
  company.simulator.setNow(company.simulator.now() + 86_400_000)
  for (const { Id } of [first!, second!]) company.simulator.edit('Invoice', Id, { PrivateNote: 'changed' })
  refuse(first?.Id, 'no-destination')
  const { status, entities } = await company.sync()
  expect([status, entities[0]?.updated, entities[0]?.nextSince]).toEqual(['yellow', 2, entities[0]?.since])
  expect(entities[0]?.findings.join()).toContain('does not give 1 changed record by Id')
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM raw.qb_invoices WHERE payload->>'PrivateNote' = 'changed'`.execute(company.db)
  expect(rows).toHaveLength(2)
})

test('a sample that may not be read in full is not known', async () => {
  company = await startCompany('PostgreSQL', impatient)
  await company.run(range)
  refuse(company.simulator.records('Invoice')[0]?.Id, 'no-destination')
  const [found] = (await company.verify({ ...range, deep: 1000, witness: false })).entities
  expect(found).toMatchObject({ status: 'yellow', deep: { compared: 60, equal: 59, unreadable: 1, gone: 0 } })
})
