import fc from 'fast-check'
import { search } from 'testkit/depth'
import { expect, test } from 'vitest'
import type { ScanCursor, ScanOptions, ScanPage } from '../../src/index.js'
import { connect } from '../support/client.js'
import { companyFetch, pacific } from '../support/company-fetch.js'
import type { CompanyRow } from '../support/company-fetch.js'

// 01:30 −07:00 and 01:10 −08:00 stand around the end of summer time: text order is not time order there.
const start = Date.parse('2025-11-02T08:59:50Z')

/** Records over few seconds, so that many share one. */
const company = fc
  .array(fc.nat({ max: 25 }), { maxLength: 60 })
  .map((seconds) => seconds.map((second, index) => rowAt(index + 1, start + second * 1000)))

function rowAt(id: number, ms: number): CompanyRow {
  return { Id: String(id), MetaData: { CreateTime: pacific(ms), LastUpdatedTime: pacific(ms) } }
}

function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function connectTo(rows: () => readonly CompanyRow[], seed: number, how: object = {}) {
  const behind = companyFetch('Invoice', rows, { random: seeded(seed), ...how })
  const { client } = connect({ url: 'http://localhost:1' }, { fetch: behind.fetch, rateLimit: false })
  return { client, statements: behind.statements }
}

/** Reads a scan, stopping after every `stop` pages and going on from the saved cursor, as a killed process would. */
async function readAll(
  client: ReturnType<typeof connectTo>['client'],
  options: ScanOptions,
  stop: number,
): Promise<ScanPage[]> {
  const pages: ScanPage[] = []
  let cursor: ScanCursor | undefined
  for (let guard = 0; guard < 2_000; guard += 1) {
    let read = 0
    for await (const page of client.scan({ ...options, cursor })) {
      pages.push(page)
      cursor = JSON.parse(JSON.stringify(page.cursor)) as ScanCursor
      read += 1
      if (read === stop) break
    }
    if (read === 0 || cursor?.done === true) return pages
  }
  throw new Error('the scan does not end')
}

function freshIds(pages: readonly ScanPage[]): string[] {
  return pages.flatMap((page) =>
    page.records.filter((_, index) => page.fresh[index]).map((record) => record.Id),
  )
}

test('a scan gives every Id exactly once as fresh, wherever it is stopped and however the server misbehaves', async () => {
  await fc.assert(
    fc.asyncProperty(
      company,
      fc.record({
        pageSize: fc.integer({ min: 1, max: 12 }),
        seed: fc.nat(),
        stop: fc.integer({ min: 1, max: 5 }),
        limitPlusOne: fc.boolean(),
        shortPages: fc.boolean(),
        duplicates: fc.boolean(),
        planned: fc.integer({ min: -3, max: 3 }),
      }),
      async (rows, how) => {
        const { client } = connectTo(() => rows, how.seed, how)
        const plannedCount = Math.max(0, rows.length + Math.max(how.planned, how.shortPages ? 0 : -3))
        const options = {
          entity: 'Invoice',
          key: 'MetaData.CreateTime',
          plannedCount,
          pageSize: how.pageSize,
        } as const
        const pages = await readAll(client, options, how.stop)
        expect(freshIds(pages).toSorted()).toEqual(rows.map((row) => row.Id).toSorted())
        expect(pages.at(-1)?.cursor).toMatchObject({ done: true, distinct: rows.length })
      },
    ),
    // Giving up on a shuffled second is a matter of chance: the seed makes it the same chance each time.
    { ...search({ quick: 100, deep: 2_000 }), seed: 20_260_115 },
  )
})

test('a scan with a bounded where reads the bounded part only', async () => {
  const rows = Array.from({ length: 40 }, (_, index) => rowAt(index + 1, start + index * 500))
  const { client } = connectTo(() => rows, 1)
  const where = [
    { field: 'MetaData.CreateTime', operator: '>=', value: '2025-11-02T08:59:55Z' },
    { field: 'MetaData.CreateTime', operator: '<', value: '2025-11-02T09:00:05Z' },
  ] as const
  const pages = await readAll(
    client,
    { entity: 'Invoice', key: 'MetaData.CreateTime', where, plannedCount: 20, pageSize: 7 },
    1,
  )
  expect(freshIds(pages)).toHaveLength(20)
})

test('records that vanish and appear between pages never cost another record', async () => {
  await fc.assert(
    fc.asyncProperty(company, fc.nat(), fc.integer({ min: 2, max: 9 }), async (initial, seed, pageSize) => {
      const random = seeded(seed)
      let rows = [...initial]
      const stable = new Set(initial.filter((row) => Number(row.Id) % 3 !== 0).map((row) => row.Id))
      const { client } = connectTo(() => rows, seed)
      const options = {
        entity: 'Invoice',
        key: 'MetaData.CreateTime',
        plannedCount: initial.length,
        pageSize,
      } as const
      const pages: ScanPage[] = []
      for await (const page of client.scan(options)) {
        pages.push(page)
        rows = rows.filter((row) => stable.has(row.Id) || random() < 0.7)
      }
      const read = freshIds(pages)
      expect(new Set(read).size).toBe(read.length)
      for (const id of stable) expect(read).toContain(id)
    }),
    {
      ...search({ quick: 40, deep: 600 }),
      // The third is read, goes, and must not stand for the first in the count of their second.
      examples: [[[1, 2, 3].map((id) => rowAt(id, start + 2000)), 195_948_941, 2]],
    },
  )
})

test('a scan of 20,000 records in ordinary seconds costs no more than 21 calls', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) =>
    rowAt(index + 1, start + Math.floor(index / 3) * 1000),
  )
  const { client, statements } = connectTo(() => rows, 7)
  const pages = await readAll(
    client,
    { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 20_000 },
    99,
  )
  expect(freshIds(pages)).toHaveLength(20_000)
  expect(statements.length).toBeLessThanOrEqual(21)
})

test('a cursor that is done gives nothing and asks nothing', async () => {
  const { client, statements } = connectTo(() => [rowAt(1, start)], 1)
  const cursor = { key: '2025-11-02T09:00:00Z', ids: ['1'], distinct: 1, done: true }
  const options = { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 1, cursor } as const
  for await (const page of client.scan(options)) throw new Error(page.text)
  expect(statements).toEqual([])
})

test('an empty set gives one empty page that is done', async () => {
  const { client } = connectTo(() => [], 1)
  const pages = await readAll(client, { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 0 }, 99)
  expect(pages).toMatchObject([{ records: [], cursor: { key: '', distinct: 0, done: true } }])
})

test('records without the key are read and do not stop the scan for ever', async () => {
  const rows: CompanyRow[] = Array.from({ length: 5 }, (_, index) => ({ Id: String(index + 1) }))
  const { client } = connectTo(() => rows, 1)
  const pages = await readAll(
    client,
    { entity: 'Item', key: 'MetaData.CreateTime', plannedCount: 9, pageSize: 5 } as never,
    99,
  ).catch((error: unknown) => error)
  expect(pages).toMatchObject({ code: 'QBO_UNEXPECTED_RESPONSE' })
  const invoices = await readAll(
    client,
    { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 9, pageSize: 5 },
    99,
  )
  expect(freshIds(invoices)).toHaveLength(5)
})
