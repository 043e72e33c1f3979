import { afterEach, expect, test } from 'vitest'
import type { PageSink, SinkPage } from '../../src/index.js'
import { startCompany, storedRows, type TestCompany } from '../company.js'
import { createForeignCopy, type ForeignCopy } from '../foreign-copy.js'

let company: TestCompany

afterEach(() => company.close())

const tables = [
  ['Customer', 'qb_customers'],
  ['Item', 'qb_items'],
  ['Invoice', 'qb_invoices'],
] as const
/** One stream: page after page. */
const invoices = { from: '2020-01-01', to: '2025-01-01', entities: ['invoices'], concurrency: 1 }

/** The other place holds what PostgreSQL holds, where the proof is made. */
async function expectCopyToBeWhole(copy: ForeignCopy): Promise<void> {
  for (const [entity, table] of tables) {
    const rows = (await storedRows(company, table)).filter((row) => !row.deleted)
    const payloads = new Map(rows.map((row) => [row.id, JSON.parse(row.payload) as unknown]))
    expect(copy.live(entity)).toEqual(payloads)
  }
}

/** A sink that does something else with the page of one number, counted from 1, and is the copy otherwise. */
function copyBut(
  copy: ForeignCopy,
  number: number,
  instead: (page: SinkPage, signal: AbortSignal) => Promise<void>,
): PageSink {
  let pages = 0
  return {
    write(page, options) {
      pages += 1
      return pages === number ? instead(page, options.signal) : copy.write(page, options)
    },
  }
}

test('a sink of the caller’s own gets every record, edits, moves and deletions of the proof too', async () => {
  company = await startCompany('PostgreSQL', { invoices: 2100, customers: 30 })
  const { simulator } = company
  const ids = simulator.records('Invoice').map((record) => record.Id)
  let number = 0
  simulator.onRequest(({ entity, statement }) => {
    if (entity !== 'Invoice' || statement?.includes('COUNT') === true || number === 3) return
    number += 1
    const pick = (offset: number): string => ids[number * 41 + offset] ?? ''
    simulator.edit('Invoice', pick(1), { PrivateNote: `edited before page ${number}` })
    simulator.edit('Invoice', pick(2), { TxnDate: '2031-05-05' })
    simulator.remove('Invoice', pick(3))
  })
  const copy = createForeignCopy()
  const range = { from: '2020-01-01', to: '2025-01-01' }
  expect((await company.run({ ...range, pageSink: copy })).status).not.toBe('red')
  await expectCopyToBeWhole(copy)

  // What no CDC shows is found by the proof of the next run, and told as well.
  simulator.remove('Invoice', ids[2000] ?? '', { trace: false })
  await company.run({ ...range, pageSink: copy })
  await expectCopyToBeWhole(copy)
  expect(copy.live('Invoice').has(ids[2000] ?? '')).toBe(false)
})

test('a sink of the caller’s own gets what a sync brings', async () => {
  company = await startCompany('PostgreSQL')
  const copy = createForeignCopy()
  await company.run({ pageSink: copy })
  const [edited, removed] = company.simulator.records('Invoice')
  company.simulator.edit('Invoice', edited?.Id ?? '', { PrivateNote: 'late' })
  company.simulator.remove('Invoice', removed?.Id ?? '')
  company.simulator.create('Invoice', { TxnDate: '2026-02-03', TotalAmt: 1 })
  await company.sync({ pageSink: copy })
  await expectCopyToBeWhole(copy)
  expect(copy.live('Invoice').get(edited?.Id ?? '')?.['PrivateNote']).toBe('late')
  expect(copy.live('Invoice').has(removed?.Id ?? '')).toBe(false)
})

test('a page is delivered before it is committed, under a key of its run, segment and number', async () => {
  company = await startCompany('PostgreSQL', { invoices: 2001 })
  const stored: number[] = []
  const report = await company.run({
    ...invoices,
    pageSink: {
      async write({ key, runId, realmId, records }) {
        stored.push((await storedRows(company, 'qb_invoices')).length)
        expect(key).toBe(`${runId}/1/${stored.length}`)
        expect(realmId).toBe(company.simulator.realmIds[0])
        expect(records.every((each) => each.window !== null)).toBe(true)
      },
    },
  })
  expect(report.status).toBe('green')
  expect(stored).toEqual([0, 1000, expect.any(Number)])
})

test('a sink that fails for a moment is asked again, and gets the same page', async () => {
  company = await startCompany('PostgreSQL', { invoices: 2001 })
  const copy = createForeignCopy()
  const refused: string[] = []
  const pageSink = copyBut(copy, 2, async ({ key }) => {
    refused.push(key)
    throw Object.assign(new Error('busy'), { retryable: true })
  })
  const report = await company.run({ ...invoices, pageSink })
  expect(report.entities[0]).toMatchObject({ status: 'green', inserted: 2001, unchanged: 0, loaded: 2001 })
  expect(company.events.filter((event) => event.type === 'segment.retried')).toHaveLength(1)
  expect(copy.keys).toEqual([1, 2, 3].map((page) => `${report.runId}/1/${page}`))
  expect(refused).toEqual([copy.keys[1]])
  expect(copy.live('Invoice').size).toBe(2001)
})

test('a sink that fails for good stops its segment at that page, and the next run goes on with it', async () => {
  company = await startCompany('PostgreSQL', { invoices: 2001 })
  const copy = createForeignCopy()
  const pageSink = copyBut(copy, 2, async () => {
    throw new Error('no such bucket')
  })
  const failed = await company.run({ ...invoices, pageSink })
  expect(failed.entities[0]?.segments).toEqual({ done: 0, failed: 1 })
  expect(await storedRows(company, 'qb_invoices')).toHaveLength(copy.live('Invoice').size)
  const report = await company.run({ ...invoices, pageSink: copy })
  expect(report.runId).toBe(failed.runId)
  expect(report.entities[0]).toMatchObject({ status: 'green', inserted: 2001, loaded: 2001 })
  expect(copy.keys).toEqual([1, 2, 3].map((page) => `${report.runId}/1/${page}`))
  expect(copy.live('Invoice').size).toBe(2001)
})

test('an abort reaches the sink, and nothing of the page is committed', async () => {
  company = await startCompany('PostgreSQL', { invoices: 2001 })
  const copy = createForeignCopy()
  const stop = new AbortController()
  const reason = new Error('stopped by hand')
  const pageSink = copyBut(
    copy,
    2,
    (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
        stop.abort(reason)
      }),
  )
  await expect(company.run({ ...invoices, pageSink, signal: stop.signal })).rejects.toBe(reason)
  expect(await storedRows(company, 'qb_invoices')).toHaveLength(1000)
  const report = await company.run({ ...invoices, pageSink: copy })
  expect(report.entities[0]).toMatchObject({ inserted: 2001, loaded: 2001 })
  expect(copy.live('Invoice').size).toBe(2001)
})

test('a sink that is none is refused before anything is read', async () => {
  company = await startCompany('PostgreSQL')
  await expect(company.run({ pageSink: {} as PageSink })).rejects.toMatchObject({
    code: 'BACKFILL_INVALID_OPTIONS',
    message: expect.stringContaining('pageSink: needs a function write'),
  })
  expect(company.callsSince()).toBe(0)
})
