import { randomBytes } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import { expect, test } from 'vitest'
import type { RowSet } from '../src/index.js'
import { fromLiveRows } from '../src/read/row-set.js'
import { onEveryDatabase } from './contract.js'
import { blocksOf, planOf } from './plans.js'
import { page, record } from './records.js'

const settledBefore = '2024-02-01T00:00:00Z'

onEveryDatabase('Reading back', (get) => {
  const query = { realmId: 'read', entity: 'Invoice' }

  test('prepares five rows, one of them deleted', async () => {
    const { db, sink } = get()
    const days = ['2024-01-01', '2024-01-01', '2024-01-02', '2024-01-03', '2024-01-01']
    const updated = ['2024-01-05', '2024-02-05', '2024-01-06', '2024-01-07', '2024-01-08']
    await sink.writePage(
      db,
      page(
        days.map((day, index) =>
          record({
            id: String(index + 1),
            updated: `${updated[index] ?? ''}T00:00:00Z`,
            created: `${day}T12:00:00Z`,
            more: { TxnDate: day },
          }),
        ),
        { realmId: 'read' },
      ),
    )
    await sink.writePage(
      db,
      page(
        [
          record({
            id: '1',
            updated: '2024-01-05T00:00:00Z',
            created: '2024-01-01T12:00:00Z',
            more: { TxnDate: '2024-01-01' },
          }),
        ],
        { realmId: 'read', runId: 'run-2' },
      ),
    )
    await sink.tombstone(db, { ...query, stubs: [{ id: '5' }], runId: 'run-2' })
    expect(await sink.idsLive(db, { ...query, where: { ids: ['5', '1', '99', 'a"\\,{}'] } })).toEqual(['1'])
  })

  test('counts by civil date, with what is settled and seen', async () => {
    const { db, sink } = get()
    expect(
      await sink.countLive(db, {
        ...query,
        where: { txnDate: { from: '2024-01-01', to: '2024-01-03' } },
        settledBefore,
        runId: 'run-2',
        groupBy: 'txnDate',
      }),
    ).toEqual([
      { bucket: '2024-01-01', live: 2, settled: 1, settledSeen: 1 },
      { bucket: '2024-01-02', live: 1, settled: 1, settledSeen: 0 },
    ])
  })

  test('counts by boundaries of creation', async () => {
    const { db, sink } = get()
    const boundaries = ['2024-01-01T12:00:00Z', '2024-01-02T00:00:00Z', '2024-01-03T12:00:00+00:00']
    const counted = await sink.countLive(db, {
      ...query,
      where: {},
      groupBy: { column: 'createTime', boundaries },
    })
    expect(counted.map(({ bucket, live }) => [bucket, live])).toEqual([
      ['0', 2],
      ['1', 1],
      ['2', 1],
    ])
  })

  test('counts a total even of nothing', async () => {
    const { db, sink } = get()
    const where = { lastUpdatedTime: { from: '2030-01-01T00:00:00Z' } }
    expect(await sink.countLive(db, { ...query, where, groupBy: 'total' })).toEqual([
      { bucket: 'total', live: 0, settled: 0, settledSeen: 0 },
    ])
    expect(await sink.countLive(db, { ...query, where: {}, groupBy: 'total' })).toMatchObject([{ live: 4 }])
  })

  test('lists live ids, and those that a run has not seen', async () => {
    const { db, sink } = get()
    expect(await sink.idsLive(db, { ...query, where: {} })).toEqual(['1', '2', '3', '4'])
    expect(await sink.idsLive(db, { ...query, where: {}, settledBefore })).toEqual(['1', '3', '4'])
    expect(await sink.idsNotSeen(db, { ...query, where: {}, settledBefore, runId: 'run-2' })).toEqual([
      '3',
      '4',
    ])
  })

  test('lists the rows of any of several sets, each once', async () => {
    const { db, sink } = get()
    const list = (where: readonly RowSet[]): Promise<readonly string[]> =>
      sink.idsLive(db, { ...query, where })
    const first = { txnDate: { from: '2024-01-01', to: '2024-01-02' } }
    const third = { txnDate: { from: '2024-01-03', to: '2024-01-04' } }
    expect(await list([first, third])).toEqual(['1', '2', '4'])
    expect(await list([first, { ...first, ids: ['2', '3'] }])).toEqual(['1', '2'])
    expect(await list([third])).toEqual(['4'])
    expect(await list([])).toEqual([])
  })
})

onEveryDatabase('Of rows that are looked for by their day', (get) => {
  test('only those are fetched and unpacked that nothing else rules out', async () => {
    const { db, sink } = get()
    // Larger than a page, and nothing that could be compressed: PostgreSQL keeps it out of line.
    const records = Array.from({ length: 40 }, (_, at) =>
      record({ id: `${at}`, more: { Notes: randomBytes(6000).toString('base64') } }),
    )
    await sink.writePage(db, page(records, { realmId: 'heavy', runId: 'run-1' }))
    await sql`VACUUM (ANALYZE) raw.qb_invoices`.execute(db)
    const where = { txnDate: { from: '2000-01-01' } }
    const blocks = async (...question: [RowSet, RawBuilder<unknown>?]): Promise<number> => {
      const [set, also = sql`true`] = question
      const live = fromLiveRows(sql.table('raw.qb_invoices'), 'heavy', set, [also])
      return blocksOf(await planOf(db, sql`SELECT id ${live}`))
    }
    const all = await blocks(where)
    expect(all).toBeGreaterThan(100)
    expect(await blocks(where, sql`run_id IS DISTINCT FROM 'run-1'`)).toBeLessThan(all / 5)
    expect(await blocks({ ...where, ids: ['7'] })).toBeLessThan(all / 5)
  })
})
