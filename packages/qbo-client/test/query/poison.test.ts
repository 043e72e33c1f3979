import { createSimulator } from 'qbo-simulator'
import type { Simulator } from 'qbo-simulator'
import { describe, expect, test } from 'vitest'
import type { PositionPage, QboClient, ScanPage } from '../../src/index.js'
import { connectSimulator } from '../support/simulated-company.js'

const start = Date.parse('2016-01-01T00:00:00Z')
const dayMs = 86_400_000

/** Invoices over ten years, one a day. */
function simulate(count: number, msOf = (index: number): number => start + index * dayMs): Simulator {
  const records = Array.from({ length: count }, (_, index) => {
    const at = `${new Date(msOf(index)).toISOString().slice(0, 19)}-00:00`
    return {
      Id: String(index + 1),
      SyncToken: '0',
      DocNumber: String(index + 1).padStart(6, '0'),
      MetaData: { CreateTime: at, LastUpdatedTime: at },
    }
  })
  return createSimulator({ limits: false, companies: [{ records: { Invoice: records } }] })
}

async function scanAll(client: QboClient, plannedCount: number, pageSize = 1_000): Promise<ScanPage[]> {
  const pages: ScanPage[] = []
  for await (const page of client.scan({
    entity: 'Invoice',
    key: 'MetaData.CreateTime',
    plannedCount,
    pageSize,
  }))
    pages.push(page)
  return pages
}

const freshIds = (pages: readonly (ScanPage | PositionPage)[]): string[] =>
  pages.flatMap((page) => page.records.filter((_, index) => page.fresh[index]).map(({ Id }) => Id))

describe('a record that cannot be read', () => {
  test.each([
    ['the first', 1],
    ['the last of a page', 100],
    ['the first of the next page', 101],
    ['one amid a page', 250],
    ['the last of all', 3_650],
  ])('costs some two calls for each halving of ten years: %s', async (_name, id) => {
    const simulator = simulate(3_650)
    // The halving ends at the server's clock: each year after the tenth would be more to halve.
    simulator.setNow(start + 3_650 * dayMs)
    simulator.poison('Invoice', String(id), { status: 500 })
    const { client } = connectSimulator(simulator)
    const pages = await scanAll(client, 3_650, 100)
    expect(new Set(freshIds(pages)).size).toBe(3_649)
    expect(freshIds(pages)).toHaveLength(3_649)
    const second = `${new Date(start + (id - 1) * dayMs).toISOString().slice(0, 19)}Z`
    expect(pages.flatMap((page) => page.poisoned ?? [])).toEqual([
      {
        second,
        ordinal: 1,
        fault: {
          code: '4002',
          message: expect.any(String) as string,
          detail: expect.any(String) as string,
          type: expect.any(String) as string,
        },
        intuitTid: expect.any(String) as string,
        request: expect.stringContaining('STARTPOSITION 1 MAXRESULTS 1') as string,
      },
    ])
    const bare = simulate(3_650)
    await scanAll(connectSimulator(bare).client, 3_650, 100)
    const halvings = Math.log2((10 * 365 * dayMs) / 1000)
    expect(simulator.requests.length - bare.requests.length).toBeLessThanOrEqual(2 * halvings + 12)
  })

  test('amid a second with more records than a page is found by position', async () => {
    const simulator = simulate(500, (index) => start + (index < 450 ? 0 : (index - 440) * 1000))
    for (const id of ['17', '301', '460']) simulator.poison('Invoice', id)
    const { client } = connectSimulator(simulator)
    const pages = await scanAll(client, 500, 100)
    expect(new Set(freshIds(pages)).size).toBe(497)
    expect(freshIds(pages)).toHaveLength(497)
    expect(
      pages.flatMap((page) => page.poisoned ?? []).map(({ second, ordinal }) => [second, ordinal]),
    ).toEqual([
      ['2016-01-01T00:00:00Z', 1],
      ['2016-01-01T00:00:00Z', 2],
      ['2016-01-01T00:00:19Z', 1],
    ])
  })

  test('is named although another of its second went after it was read', async () => {
    const simulator = simulate(6, () => start)
    simulator.poison('Invoice', '1')
    const { client } = connectSimulator(simulator)
    const options = { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 6, pageSize: 2 } as const
    const pages: ScanPage[] = []
    for await (const page of client.scan(options)) {
      pages.push(page)
      const [read] = freshIds([page])
      if (pages.length === 1 && read !== undefined) simulator.remove('Invoice', read)
    }
    expect(new Set(freshIds(pages))).toEqual(new Set(['2', '3', '4', '5', '6']))
    expect(pages.flatMap((page) => page.poisoned ?? [])).toHaveLength(1)
  })

  test('is met again by a scan that was stopped before its page was saved', async () => {
    const simulator = simulate(30)
    simulator.poison('Invoice', '20')
    const { client } = connectSimulator(simulator)
    const pages = await scanAll(client, 30, 10)
    const at = pages.findIndex((page) => page.poisoned !== undefined)
    const cursor = pages[at - 1]?.cursor
    const again: ScanPage[] = []
    const options = { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 30 } as const
    for await (const page of client.scan({ ...options, cursor })) again.push(page)
    expect(again.flatMap((page) => page.poisoned ?? [])).toMatchObject([
      { second: '2016-01-20T00:00:00Z', ordinal: 1 },
    ])
    expect(freshIds(again)).toHaveLength(10)
  })

  test('is named by its position in a read by STARTPOSITION, and the read goes on after it', async () => {
    const simulator = simulate(250)
    for (const id of ['1', '77', '100', '250']) simulator.poison('Invoice', id)
    const { client } = connectSimulator(simulator)
    const pages: PositionPage[] = []
    for await (const page of client.pages({ entity: 'Invoice', orderBy: 'DocNumber', pageSize: 50 }))
      pages.push(page)
    expect(new Set(freshIds(pages)).size).toBe(246)
    expect(freshIds(pages)).toHaveLength(246)
    const poisoned = pages.flatMap((page) => page.poisoned ?? [])
    expect(poisoned.map(({ ordinal }) => ordinal)).toEqual([1, 77, 100, 250])
  })
})

describe('an outage with code 10000', () => {
  test.each([
    ['of rows', { statement: 'SELECT *' }],
    ['of everything', {}],
  ])('%s rejects no record: the scan fails, retryably', async (_name, match) => {
    const simulator = simulate(300)
    const { client } = connectSimulator(simulator)
    simulator.inject({ kind: 'server-error', times: 1_000_000, match })
    const failure = await scanAll(client, 300).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'QBO_QUERY_UNPROCESSABLE', retryable: true })
    expect(simulator.requests.length).toBeLessThan(20)
  })

  test('that begins while a culprit is looked for rejects no record either', async () => {
    const simulator = simulate(300)
    simulator.poison('Invoice', '150')
    const { client } = connectSimulator(simulator)
    simulator.onRequest(({ number }) => {
      if (number === 12)
        simulator.inject({ kind: 'server-error', times: 1_000_000, match: { statement: 'SELECT *' } })
    })
    const pages: ScanPage[] = []
    const read = async (): Promise<void> => {
      const options = { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 300 } as const
      for await (const page of client.scan(options)) pages.push(page)
    }
    await expect(read()).rejects.toMatchObject({ code: 'QBO_QUERY_UNPROCESSABLE', retryable: true })
    expect(pages.flatMap((page) => page.poisoned ?? [])).toEqual([])
  })

  test('that passes is forgotten', async () => {
    const simulator = simulate(300)
    const { client } = connectSimulator(simulator)
    simulator.inject({ kind: 'server-error', times: 4, match: { statement: 'SELECT *' } })
    const pages = await scanAll(client, 300, 100)
    expect(freshIds(pages)).toHaveLength(300)
    expect(pages.flatMap((page) => page.poisoned ?? [])).toEqual([])
  })
})

test('a page that a gateway gives up on is asked for at half the size', async () => {
  const simulator = simulate(300)
  const { client } = connectSimulator(simulator)
  simulator.inject({ kind: 'bad-gateway', times: 2, match: { statement: 'MAXRESULTS 1000' } })
  expect(freshIds(await scanAll(client, 300))).toHaveLength(300)
  expect(simulator.requests.map(({ statement }) => /MAXRESULTS \d+/.exec(statement ?? '')?.[0])).toContain(
    'MAXRESULTS 500',
  )
})
