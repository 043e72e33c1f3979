import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SimulatorServer } from '../src/index.js'
import { createHarness, invoice, realmId, type Harness } from './harness.js'

let harness: Harness
let server: SimulatorServer

beforeEach(async () => {
  harness = createHarness(
    { Invoice: [invoice(1, '2024-01-01T10:00:00-08:00'), invoice(2, '2024-01-02T10:00:00-08:00')] },
    { now: () => Date.parse('2024-06-10T12:00:00Z') },
  )
  server = await harness.simulator.listen()
})
afterEach(() => server.close())

async function control(
  method: string,
  verb: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}/_control/${verb}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

describe('the control interface', () => {
  test('edits, creates and removes records', async () => {
    const edited = await control('POST', 'edit', { entity: 'Invoice', id: '1', patch: { PrivateNote: 'x' } })
    expect(edited.body).toMatchObject({
      SyncToken: '1',
      PrivateNote: 'x',
      MetaData: { CreateTime: '2024-01-01T10:00:00-08:00', LastUpdatedTime: '2024-06-10T05:00:00-07:00' },
    })
    const untouched = { entity: 'Invoice', id: '2', patch: { PrivateNote: 'y' }, touch: false }
    expect((await control('POST', 'edit', untouched)).body).toMatchObject({
      SyncToken: '0',
      PrivateNote: 'y',
    })
    const created = await control('POST', 'create', { entity: 'Invoice', record: { TxnDate: '2024-06-01' } })
    expect(created.body).toMatchObject({ Id: '3', SyncToken: '0', domain: 'QBO' })
    await control('POST', 'remove', { entity: 'Invoice', id: '1' })
    const records = (await control('GET', 'records?entity=Invoice')).body as { Id: string }[]
    expect(records.map(({ Id }) => Id)).toEqual(['2', '3'])
    expect(await harness.ids('SELECT * FROM Invoice')).toEqual(['3', '2'])
  })

  test('injects and poisons, and clears both', async () => {
    await control('POST', 'inject', { kind: 'throttled', times: 5, match: { path: '/cdc' } })
    await control('POST', 'poison', { entity: 'Invoice', id: '2' })
    const statuses = async (): Promise<number[]> => [
      (await harness.get(`/v3/company/${realmId}/cdc?entities=Invoice&changedSince=2024-06-09`)).status,
      (await harness.query('SELECT * FROM Invoice')).status,
    ]
    expect(await statuses()).toEqual([429, 400])
    await control('POST', 'clear')
    expect(await statuses()).toEqual([200, 200])
  })

  test('moves the clock and rotates tokens', async () => {
    const before = harness.simulator.refreshToken()
    expect((await control('POST', 'clock', { now: '2024-07-01T00:00:00Z' })).body).toEqual({
      now: Date.parse('2024-07-01T00:00:00Z'),
    })
    expect(((await (await harness.query('SELECT * FROM Bill')).json()) as { time: string }).time).toBe(
      '2024-06-30T17:00:00.000-07:00',
    )
    const rotated = (await control('POST', 'rotate')).body
    expect(rotated).not.toEqual({ refreshToken: before })
    expect((await control('GET', 'refresh-token')).body).toEqual(rotated)
  })

  test('shows the calls, and is none of them', async () => {
    await harness.query('SELECT * FROM Invoice')
    await harness.query('SELECT * FROM Nope')
    const log = (await control('GET', 'requests')).body
    expect(log).toMatchObject([
      { host: 'oauth', method: 'POST', path: '/oauth2/v1/tokens/bearer', status: 200 },
      { host: 'api', number: 1, entity: 'Invoice', statement: 'SELECT * FROM Invoice', status: 200 },
      { host: 'api', number: 2, entity: 'Nope', status: 400 },
    ])
    expect((await control('GET', 'stats')).body).toMatchObject({
      apiCalls: 2,
      oauthCalls: 1,
      byStatus: { 200: 1, 400: 1 },
      byEntity: { Invoice: 1, Nope: 1 },
    })
  })

  test.each([
    ['POST', 'edit', { entity: 'Invoice', id: '99' }, 400, 'No Invoice with Id 99'],
    ['POST', 'create', { entity: 'Nope' }, 400, 'QuickBooks has no entity "Nope"'],
    ['POST', 'inject', { kind: 'nope' }, 400, 'No fault "nope"'],
    ['POST', 'clock', { now: 'soon' }, 400, 'now must be an instant'],
    ['POST', 'explode', {}, 404, 'No control POST explode'],
  ])('refuses %s %s %o', async (method, verb, body, status, error) => {
    expect(await control(method, verb, body)).toEqual({ status, body: { error } })
  })
})

test('a listener can change the company between two pages', async () => {
  const seen: string[] = []
  const stop = harness.simulator.onRequest(({ number, entity }) => {
    seen.push(`${number} ${entity}`)
    if (number === 2) harness.simulator.remove('Invoice', '2')
  })
  expect(await harness.ids('SELECT * FROM Invoice')).toEqual(['2', '1'])
  expect(await harness.ids('SELECT * FROM Invoice')).toEqual(['1'])
  stop()
  await harness.ids('SELECT * FROM Invoice')
  expect(seen).toEqual(['1 Invoice', '2 Invoice'])
})
