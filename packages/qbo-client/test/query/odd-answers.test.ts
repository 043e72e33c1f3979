import { createSimulator } from 'qbo-simulator'
import { describe, expect, test } from 'vitest'
import { isQboError } from '../../src/index.js'
import type { QboClient } from '../../src/index.js'
import { connect, grant } from '../support/client.js'
import { isTokenRequest, json, startServer } from '../support/http-server.js'
import { connectSimulator } from '../support/simulated-company.js'

/** A client whose API answers this, always. */
async function answering(body: unknown): Promise<QboClient> {
  const server = await startServer((request) => (isTokenRequest(request) ? grant() : json(body as object)))
  return connect(server, { retries: 0 }).client
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!isQboError(error) || error.code !== 'QBO_UNEXPECTED_RESPONSE')
    throw new Error('no such failure', { cause: error })
  expect(error.retryable).toBe(true)
  return error.message
}

async function firstPage(client: QboClient) {
  for await (const page of client.pages({ entity: 'Invoice' })) return page.records
  return []
}

const since = '2026-01-14T16:30:00-08:00'
const good = { Id: '1', TxnDate: '2026-01-01', MetaData: { CreateTime: since, LastUpdatedTime: since } }

describe('an answer to a query that is not known', () => {
  test.each<[unknown, string]>([
    [{}, 'it has no QueryResponse, it is an empty object'],
    [{ QueryResponse: null }, 'no QueryResponse but null in its place'],
    [{ QueryResponse: [{ Invoice: [good] }] }, 'no QueryResponse but a list of 1 in its place'],
    [
      { QueryResponse: { Invoice: good } },
      'its QueryResponse.Invoice is an object with Id, TxnDate, MetaData, not a list',
    ],
    [{ QueryResponse: { Invoice: null } }, 'its QueryResponse.Invoice is null, not a list'],
    [{ QueryResponse: { Invoice: '' } }, 'its QueryResponse.Invoice is an empty text, not a list'],
    [{ QueryResponse: { Invoices: [good] } }, 'it holds Invoices instead of Invoice'],
    [{ QueryResponse: { Invoices: good } }, 'it holds Invoices instead of Invoice'],
    [{ QueryResponse: { Invoice: [good], invoice: [good] } }, 'it holds both Invoice and invoice'],
    [{ QueryResponse: { Invoice: [good, null] } }, 'its QueryResponse.Invoice[1] is null, not a record'],
    [{ QueryResponse: { Invoice: [[good]] } }, 'its QueryResponse.Invoice[0] is a list of 1, not a record'],
    [{ QueryResponse: { Invoice: [good], maxResults: 2 } }, 'says maxResults 2 and holds 1 records'],
    [{ QueryResponse: { maxResults: '3' } }, 'says maxResults 3 and holds 0 records'],
    [
      { QueryResponse: { Invoice: [{ ...good, Id: true }] } },
      'its QueryResponse.Invoice[0].Id is a boolean, not a text',
    ],
    [
      { QueryResponse: { Invoice: [{ ...good, Id: 27e17 }] } },
      'its QueryResponse.Invoice[0].Id is a number, not a text',
    ],
    [
      { QueryResponse: { Invoice: [{ ...good, TxnDate: 20_260_101 }] } },
      'Invoice[0].TxnDate is a number, not a text',
    ],
    [
      { QueryResponse: { Invoice: [{ ...good, MetaData: 'x' }] } },
      'Invoice[0].MetaData is a text, not an object',
    ],
    [
      { QueryResponse: { Invoice: [{ ...good, MetaData: { CreateTime: 1 } }] } },
      'Invoice[0].MetaData.CreateTime is a number',
    ],
    [
      { QueryResponse: { Invoice: [{ ...good, MetaData: { LastUpdatedTime: {} } }] } },
      'LastUpdatedTime is an empty object',
    ],
    [
      { QueryResponse: { Invoice: [good, { ...good, SyncToken: '1' }] } },
      'it holds Invoice 1 in two versions',
    ],
  ])('is an error with its place and shape: %j', async (body, reason) => {
    expect(await failureOf(firstPage(await answering(body)))).toContain(reason)
  })

  test.each<[unknown, string]>([
    [undefined, 'missing'],
    [null, 'null'],
    ['', 'an empty text'],
    [-1, 'a number'],
    [1.5, 'a number'],
    [[5], 'a list of 1'],
    [true, 'a boolean'],
  ])('is no count: totalCount %j', async (totalCount, shape) => {
    const client = await answering({ QueryResponse: { totalCount } })
    expect(await failureOf(client.count({ entity: 'Invoice' }))).toContain(
      `totalCount is ${shape}, not a whole number`,
    )
  })

  test('is an error where nobody knows what was asked for, too', async () => {
    const twice = await answering({ QueryResponse: { A: [], B: [] } })
    expect(await failureOf(twice.query('SELECT 1'))).toContain('an object with A, B, of which 2 are lists')
    const single = await answering({ QueryResponse: { A: {} } })
    expect(await failureOf(single.query('SELECT 1'))).toContain('of which 0 are lists')
    const only = await answering({ QueryResponse: { A: [{ Id: '1' }], more: 'x' } })
    expect(await only.query('SELECT 1')).toMatchObject({ records: [{ Id: '1' }] })
  })

  test('is not an answer of records that were not asked for: the Ids may be there all the same', async () => {
    const client = await answering({ QueryResponse: { Invoice: [good] } })
    expect(await client.readById('Invoice', '1')).toMatchObject({ Id: '1' })
    expect(await failureOf(client.readById('Invoice', '2'))).toContain('a Invoice that was not asked for')
  })
})

describe('an answer that is known', () => {
  test('may hold more than it says, a count as text, the same record twice and what is new beside the records', async () => {
    const client = await answering({
      QueryResponse: { Invoice: [good, good], maxResults: 1, extra: { a: 1 } },
    })
    expect(await firstPage(client)).toHaveLength(2)
    const counted = await answering({ QueryResponse: { totalCount: '12' } })
    expect((await counted.count({ entity: 'Invoice' })).count).toBe(12)
  })

  test('gives every Id as text, also where a number came or a small id, and leaves the text as it was', async () => {
    const records = [
      { ...good, Id: 7 },
      { id: 'EUC-1', TxnDate: '2026-01-01' },
      { TxnDate: '2026-01-01' },
      { Id: null },
    ]
    const client = await answering({ QueryResponse: { Invoice: records } })
    for await (const page of client.pages({ entity: 'Invoice' })) {
      expect(page.records.map(({ Id }) => Id)).toEqual(['7', 'EUC-1', undefined, null])
      expect(JSON.parse(page.text)).toEqual({ QueryResponse: { Invoice: records } })
      break
    }
  })

  test('without Ids that comes again and again ends the read (.NET-SDK#351)', async () => {
    const client = await answering({ QueryResponse: { TaxClassification: [{ code: 'A' }, { code: 'B' }] } })
    let pages = 0
    for await (const page of client.pages({ entity: 'TaxClassification' })) {
      pages += 1
      expect(page.records).toHaveLength(2)
    }
    expect(pages).toBeLessThan(4)
  })
})

describe('an answer of change data capture that is not known', () => {
  const cdc = (response: unknown): object => ({ CDCResponse: [{ QueryResponse: [response] }], time: since })
  test.each<[unknown, string]>([
    [{}, 'its CDCResponse is missing'],
    [{ CDCResponse: [] }, 'its CDCResponse is a list of 0'],
    [{ CDCResponse: { QueryResponse: [{}] } }, 'its CDCResponse is an object with QueryResponse'],
    [{ CDCResponse: [{}] }, 'its CDCResponse.0.QueryResponse is missing'],
    [
      { CDCResponse: [{ QueryResponse: { Invoice: [good] } }] },
      'its CDCResponse.0.QueryResponse is an object with Invoice',
    ],
    [cdc(null), 'its CDCResponse.0.QueryResponse.0 is null'],
    [cdc({ Invoice: good, startPosition: 1, maxResults: 1 }), 'QueryResponse.0.Invoice is an object with Id'],
    [cdc({ Invoice: null }), 'QueryResponse.0.Invoice is null, not a list'],
    [cdc({ Invoices: [good] }), 'QueryResponse.0.Invoices is none of what was asked for'],
    [cdc({ Customer: [good] }), 'QueryResponse.0.Customer is none of what was asked for'],
    [cdc({ Invoice: ['1'] }), 'QueryResponse.0.Invoice[0] is a text, not a record'],
    [cdc({ Invoice: [{ status: 'Deleted' }] }), 'QueryResponse.0.Invoice[0] is deleted and has no Id'],
  ])('is an error, never "nothing changed": %j', async (body, reason) => {
    const client = await answering(body)
    expect(await failureOf(client.cdc(['Invoice', 'Estimate'], since))).toContain(reason)
  })

  test('a stub is known by its status in any spelling, and its time is told if it is one', async () => {
    const stubs = [
      { Id: 5, status: 'deleted' },
      { Id: '6', Status: 'DELETED ', MetaData: { LastUpdatedTime: 'yesterday' } },
      { Id: '7', status: 'Voided' },
      { Id: '8', status: 'Deleted', MetaData: { LastUpdatedTime: '2026-01-14T16:30:00-0800' } },
    ]
    const { changes } = await (await answering(cdc({ Invoice: stubs }))).cdc(['Invoice'], since)
    expect(changes[0]?.deleted).toEqual([
      { id: '5' },
      { id: '6' },
      { id: '8', lastUpdatedTime: '2026-01-14T16:30:00-0800' },
    ])
  })

  test('that says of more than it holds has overflowed', async () => {
    const client = await answering(cdc({ Invoice: [good], maxResults: 2 }))
    expect(await client.cdc(['Invoice'], since)).toMatchObject({ overflowed: true })
  })
})

test('a scan whose keys cannot be read fails where there is more than a page, and never ends early', async () => {
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    const start = Number(/STARTPOSITION (\d+)/.exec(request.query.get('query') ?? '')?.[1])
    const at = { CreateTime: '1/5/2024', LastUpdatedTime: '1/5/2024' }
    const records = [1, 2, 3, 4].slice(start - 1, start + 1).map((id) => ({ Id: String(id), MetaData: at }))
    return json({ QueryResponse: { Invoice: records } })
  })
  const { client } = connect(server, { retries: 0 })
  const read = async (): Promise<void> => {
    const options = { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 4, pageSize: 2 } as const
    for await (const page of client.scan(options)) expect(page.records).toHaveLength(2)
  }
  expect(await failureOf(read())).toContain('no MetaData.CreateTime in it leads on')
})

test.each<[string, readonly string[], object]>([
  ['from its place on', ['00', '01'], {}],
  ['through a second with more records than a page', ['00', '00'], {}],
  ['around a record that cannot be read', ['00', '01'], { Fault: { Error: [{ code: '4002' }] } }],
])('a scan refuses records of before its place: %s', async (_where, seconds, second) => {
  const at = (time: string, id: string) => ({
    Id: id,
    MetaData: { CreateTime: `${time}Z`, LastUpdatedTime: `${time}Z` },
  })
  const before = { QueryResponse: { Invoice: [at('2020-01-01T00:00:00', '9')] } }
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    const statement = request.query.get('query') ?? ''
    if (statement.includes('COUNT')) return json({ QueryResponse: { totalCount: 3 } })
    if (!statement.includes('WHERE')) {
      const records = seconds.map((two, index) => at(`2026-01-01T00:00:${two}`, String(index + 1)))
      return json({ QueryResponse: { Invoice: records } })
    }
    return json(statement.includes('<') || !('Fault' in second) ? before : second)
  })
  const { client } = connect(server, { retries: 0 })
  const ids: string[] = []
  const read = async (): Promise<void> => {
    const options = { entity: 'Invoice', key: 'MetaData.CreateTime', plannedCount: 3, pageSize: 2 } as const
    for await (const page of client.scan(options)) ids.push(...page.records.map(({ Id }) => Id))
  }
  expect(await failureOf(read())).toContain('records of before the MetaData.CreateTime that was asked for')
  expect(ids).toEqual(['1', '2'])
})

describe('Active', () => {
  const types = [
    { Id: '1', Name: 'Old', Active: false },
    { Id: '2', Name: 'New', Active: true },
  ]
  const simulate = () =>
    connectSimulator(
      createSimulator({
        limits: false,
        companies: [{ records: { CustomerType: types, JournalCode: [{ Id: '1', Name: 'AC' }] } }],
      }),
    )

  test('can be asked for and not be asked for, so that a count tells what a filter hides', async () => {
    const { client } = simulate()
    const counts = await Promise.all(
      [undefined, true, false].map((activeClause) => client.count({ entity: 'CustomerType', activeClause })),
    )
    expect(counts.map(({ count }) => count)).toEqual([2, 2, 1])
    expect(counts.map(({ request }) => request.includes('Active IN (true, false)'))).toEqual([
      true,
      true,
      false,
    ])
    const invoices = await client
      .count({ entity: 'Invoice', activeClause: true })
      .catch((error: unknown) => error)
    expect(invoices).toMatchObject({ code: 'QBO_QUERY_INVALID' })
  })

  test('is left out where it is doubtful and QuickBooks refuses it, at the cost of one call', async () => {
    const simulator = createSimulator({
      limits: false,
      companies: [{ records: { JournalCode: [{ Id: '1', Name: 'AC' }] } }],
    })
    const { client } = connectSimulator(simulator)
    expect((await client.count({ entity: 'JournalCode' })).count).toBe(1)
    for await (const page of client.pages({ entity: 'JournalCode' })) expect(page.records).toHaveLength(1)
    const asked = simulator.requests.flatMap(({ statement }) => (statement === undefined ? [] : [statement]))
    expect(asked.map((statement) => statement.includes('Active'))).toEqual([true, false, false, false])
    const wrong = client.count({
      entity: 'JournalCode',
      where: [{ field: 'Nothing' as 'Name', operator: '=', value: '1' }],
    })
    await expect(wrong).rejects.toMatchObject({ code: 'QBO_QUERY_INVALID' })
  })
})
