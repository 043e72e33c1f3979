import { expect, test } from 'vitest'
import { connect, grant } from '../support/client.js'
import { isTokenRequest, json, startServer } from '../support/http-server.js'

async function answering(body: unknown) {
  const server = await startServer((request) => (isTokenRequest(request) ? grant() : json(body)))
  return { server, ...connect(server, { retries: 0 }) }
}

const since = '2026-01-14T16:30:00-08:00'

test('changes and deleted stubs are told apart, each where it stands in the text (PHP-SDK#116)', async () => {
  const stub = {
    domain: 'QBO',
    status: 'Deleted',
    Id: '979',
    MetaData: { LastUpdatedTime: '2026-01-14T17:00:00-08:00' },
  }
  const { server, client } = await answering({
    CDCResponse: [
      {
        QueryResponse: [
          { Customer: [{ Id: '1' }], startPosition: 1, maxResults: 1 },
          { Estimate: [{ Id: '2' }, stub], totalCount: 2 },
        ],
      },
    ],
    time: '2026-01-14T17:00:00.500-08:00',
  })
  const answer = await client.cdc(['Customer', 'Estimate'], since)
  expect(answer).toMatchObject({
    time: '2026-01-15T01:00:00.500Z',
    overflowed: false,
    changes: [
      {
        entity: 'Customer',
        recordsPath: ['CDCResponse', '0', 'QueryResponse', '0', 'Customer'],
        deleted: [],
      },
      {
        entity: 'Estimate',
        recordsPath: ['CDCResponse', '0', 'QueryResponse', '1', 'Estimate'],
        records: [{ Id: '2' }, stub],
        deleted: [{ id: '979', lastUpdatedTime: '2026-01-14T17:00:00-08:00' }],
      },
    ],
  })
  expect(server.api[0]?.query.get('entities')).toBe('Customer,Estimate')
  expect(server.api[0]?.query.get('changedSince')).toBe('2026-01-15T00:30:00Z')
})

test('an answer of deletions only has its stubs and its time (integration-templates#467)', async () => {
  const { client } = await answering({
    CDCResponse: [{ QueryResponse: [{ Invoice: [{ status: 'Deleted', Id: '5' }] }] }],
    time: '2026-01-14T17:00:00-08:00',
  })
  expect(await client.cdc(['Invoice'], since)).toMatchObject({
    time: '2026-01-15T01:00:00.000Z',
    changes: [{ deleted: [{ id: '5' }] }],
  })
})

test.each([[[{}]], [[]]])('nothing changed is no change: %j', async (responses) => {
  const { client } = await answering({ CDCResponse: [{ QueryResponse: responses }], time: since })
  expect(await client.cdc(['Invoice'], since)).toMatchObject({ changes: [], overflowed: false })
})

test('1000 objects in all overflow, 999 do not', async () => {
  const objects = (count: number) => Array.from({ length: count }, (_, index) => ({ Id: String(index) }))
  const body = (count: number) => ({
    CDCResponse: [{ QueryResponse: [{ Invoice: objects(600) }, { Item: objects(count - 600) }] }],
  })
  expect((await (await answering(body(1000))).client.cdc(['Invoice', 'Item'], since)).overflowed).toBe(true)
  expect((await (await answering(body(999))).client.cdc(['Invoice', 'Item'], since)).overflowed).toBe(false)
})

test('a fault inside one of the responses is a fault of the call', async () => {
  const { client } = await answering({
    CDCResponse: [{ QueryResponse: [{ Fault: { Error: [{ code: '5030' }] } }] }],
  })
  await expect(client.cdc(['Invoice'], since)).rejects.toMatchObject({ code: 'QBO_FEATURE_UNAVAILABLE' })
})

test('an entity that CDC does not know, an instant without an offset, and no entity are refused', async () => {
  const { client, server } = await answering({})
  await expect(client.cdc(['TaxCode', 'Invoice'], since)).rejects.toThrow(/does not know TaxCode/)
  await expect(client.cdc(['Invoice'], '2026-01-14T16:30:00')).rejects.toThrow(/explicit offset/)
  await expect(client.cdc([], since)).rejects.toThrow(/at least one/)
  expect(server.seen).toEqual([])
})
