import fc from 'fast-check'
import { createSimulator } from 'qbo-simulator'
import type { Simulator } from 'qbo-simulator'
import { search } from 'testkit/depth'
import { expect, test } from 'vitest'
import type { PositionPage, ScanCursor, ScanOptions, ScanPage } from '../../src/index.js'
import { connectSimulator } from '../support/simulated-company.js'

const start = Date.parse('2020-03-07T08:00:00Z')
const scan = { entity: 'Invoice', key: 'MetaData.CreateTime' } as const

/** Invoices of which several share a second. */
function simulate(seconds: readonly number[]): Simulator {
  const records = seconds.map((second, index) => {
    const at = new Date(start + second * 1000).toISOString().replace('.000Z', '-00:00')
    return {
      Id: String(index + 1),
      SyncToken: '0',
      TxnDate: '2020-03-07',
      MetaData: { CreateTime: at, LastUpdatedTime: at },
    }
  })
  return createSimulator({ limits: false, companies: [{ records: { Invoice: records } }] })
}

/** Reads a scan to its end; a reader that stops after every few pages goes on from the cursor that it has saved. */
async function readAll(
  client: ReturnType<typeof connectSimulator>['client'],
  options: ScanOptions,
  stop = 1_000,
): Promise<ScanPage[]> {
  const pages: ScanPage[] = []
  let cursor: ScanCursor | undefined
  for (let guard = 0; guard < 500; guard += 1) {
    let read = 0
    for await (const page of client.scan({ ...options, cursor })) {
      pages.push(page)
      cursor = JSON.parse(JSON.stringify(page.cursor)) as ScanCursor
      if ((read += 1) === stop) break
    }
    if (read === 0 || cursor?.done === true) return pages
  }
  throw new Error('the scan does not end')
}

const freshIds = (pages: readonly (ScanPage | PositionPage)[]): string[] =>
  pages.flatMap((page) => page.records.filter((_, index) => page.fresh[index]).map(({ Id }) => Id)).toSorted()

const secondsOf = (simulator: Simulator, ids: ReadonlySet<string>): string[] =>
  simulator
    .records('Invoice')
    .filter(({ Id }) => ids.has(String(Id)))
    .map((record) => new Date(Date.parse((record['MetaData'] as { CreateTime: string }).CreateTime)))
    .map((date) => date.toISOString().replace('.000', ''))
    .toSorted()

test('a scan names each record that cannot be read and gives every other exactly once, wherever it is stopped (PHP-SDK#216)', async () => {
  const company = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 40 })
  const how = fc.record({
    poison: fc.array(fc.nat({ max: 39 }), { maxLength: 4 }),
    status: fc.constantFrom(400, 500),
    pageSize: fc.integer({ min: 1, max: 12 }),
    stop: fc.integer({ min: 1, max: 4 }),
    isBounded: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(company, how, async (seconds, { poison, status, pageSize, stop, isBounded }) => {
      const simulator = simulate(seconds)
      const poisoned = new Set(poison.map((index) => String((index % seconds.length) + 1)))
      for (const id of poisoned) simulator.poison('Invoice', id, { status })
      // Nothing can be told from an outage where nothing can be read.
      fc.pre(poisoned.size < seconds.length / 3)
      const { client } = connectSimulator(simulator)
      const where = [{ field: scan.key, operator: '<', value: '2020-03-07T09:00:00Z' }] as const
      const options = { ...scan, pageSize, plannedCount: seconds.length, ...(isBounded && { where }) }
      const pages = await readAll(client, options, stop)
      const all = seconds.map((_, index) => String(index + 1))
      expect(freshIds(pages)).toEqual(all.filter((id) => !poisoned.has(id)).toSorted())
      const rejected = pages.flatMap((page) => page.poisoned ?? [])
      expect(rejected.map(({ second }) => second).toSorted()).toEqual(secondsOf(simulator, poisoned))
      for (const one of rejected) expect(one).toMatchObject({ fault: { code: '4002' } })
      expect(new Set(rejected.map(({ second, ordinal }) => `${second} ${ordinal}`)).size).toBe(
        rejected.length,
      )
      expect(pages.at(-1)?.cursor).toMatchObject({ done: true, distinct: seconds.length })
    }),
    search({ quick: 6, deep: 150 }),
  )
})

test('a read by Ids names each record that cannot be read, gives every other once and asks few times', async () => {
  const how = fc.record({
    count: fc.integer({ min: 1, max: 900 }),
    poison: fc.array(fc.nat({ max: 899 }), { maxLength: 6 }),
    status: fc.constantFrom(400, 500),
    absent: fc.nat({ max: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(how, async ({ count, poison, status, absent }) => {
      const simulator = simulate(Array.from({ length: count }, (_, index) => index))
      const poisoned = new Set(poison.map((index) => String((index % count) + 1)))
      // Nothing can be told from an outage where nothing can be read.
      fc.pre(poisoned.size < count / 3)
      for (const id of poisoned) simulator.poison('Invoice', id, { status })
      const { client } = connectSimulator(simulator)
      const all = Array.from({ length: count + absent }, (_, index) => String(index + 1))
      const read: string[] = []
      const named: string[] = []
      for await (const answer of client.readByIds('Invoice', all)) {
        if (answer.poisoned === undefined) read.push(...answer.records.map(({ Id }) => Id))
        else named.push(`${answer.poisoned.id} ${answer.poisoned.fault.code}`)
      }
      const healthy = all.slice(0, count).filter((id) => !poisoned.has(id))
      expect(read.toSorted()).toEqual(healthy.toSorted())
      expect(named.toSorted()).toEqual([...poisoned].map((id) => `${id} 4002`).toSorted())
      // Each halving fails twice and leaves one half to read; a record is given up after a look at others.
      const halvings = Math.ceil(Math.log2(400)) + 1
      const most = Math.ceil(all.length / 400) + (named.length + 1) * (3 * halvings + 7) + 2
      expect(simulator.requests.length).toBeLessThanOrEqual(most)
    }),
    search({ quick: 5, deep: 120 }),
  )
})

test('an outage with code 10000 makes a read by Ids fail, and blames no record', async () => {
  const simulator = simulate(Array.from({ length: 50 }, (_, index) => index))
  const { client } = connectSimulator(simulator)
  simulator.inject({ kind: 'server-error', times: 1_000_000, match: { statement: 'SELECT *' } })
  const named: unknown[] = []
  const read = async (): Promise<void> => {
    for await (const answer of client.readByIds('Invoice', ['1', '2', '3'])) named.push(answer)
  }
  await expect(read()).rejects.toMatchObject({ code: 'QBO_QUERY_UNPROCESSABLE', retryable: true })
  expect(named).toEqual([])
  expect(simulator.requests.length).toBeLessThan(20)
})

test('a record that cannot be read is an error of a read by its Id', async () => {
  const simulator = simulate([0, 1, 2])
  simulator.poison('Invoice', '2', { status: 400 })
  const { client } = connectSimulator(simulator)
  await expect(client.readById('Invoice', '2')).rejects.toMatchObject({ code: 'QBO_QUERY_UNPROCESSABLE' })
  expect(await client.readById('Invoice', '3')).toMatchObject({ Id: '3' })
})
