import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { parseWebhook, verifyWebhook, type WebhookEvent } from 'qbo-client'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { checkWebhooks } from '../../src/doctor/check-webhooks.js'
import { createWebhookInbox, type WebhookInbox } from '../../src/index.js'
import { withoutHostPlugins } from '../../src/ledger/database-options.js'
import { databases, databasesInDepth, startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

const verifierToken = 'verifier'
const loaded = { entities: ['customers', 'items', 'invoices'] }

function event(id: string, entity: string, realmId: string, at = new Date().toISOString()): WebhookEvent {
  return { id, realmId, entity, recordId: '1', operation: 'updated', at }
}

async function startLoaded(kind: (typeof databases)[number]): Promise<WebhookInbox> {
  company = await startCompany(kind)
  await company.run(loaded)
  return createWebhookInbox({ db: company.db })
}

describe.each(databases)('on %s', (kind) => {
  test('events are stored once, gather, and lead to one sync of their company and its loaded entities', async () => {
    const inbox = await startLoaded(kind)
    const { realmId } = company.source
    const events = [
      event('a', 'Invoice', realmId),
      event('b', 'Customer', realmId),
      event('c', 'Invoice', realmId),
      event('d', 'Vendor', realmId),
      event('e', 'changeorder', realmId),
    ]
    expect(await inbox.add([...events, ...events])).toBe(5)
    expect(await inbox.add(events)).toBe(0)
    expect(await inbox.take({ gatherMs: 60_000 })).toBeUndefined()
    const taken = await inbox.take({ gatherMs: 0 })
    expect(taken).toMatchObject({ realmId, entities: ['Customer', 'Invoice'], events: 5 })
    expect(await inbox.take({ gatherMs: 0 })).toBeUndefined()
    await taken?.release()
    const again = await inbox.take({ gatherMs: 0, realmId })
    const invoice = company.simulator.records('Invoice')[0]
    company.simulator.edit('Invoice', invoice?.Id ?? '', { PrivateNote: 'changed' })
    const report = await company.sync({ entities: again?.entities ?? [] })
    expect(report.entities.find(({ entity }) => entity === 'Invoice')).toMatchObject({ updated: 1 })
    await again?.done()
    expect(await inbox.take({ gatherMs: 0 })).toBeUndefined()
    expect(await inbox.add(events)).toBe(0)
  })
})

describe.each(databasesInDepth)('on %s', (kind) => {
  test('what nobody has loaded is nothing to sync, and a company in between is not passed over', async () => {
    const inbox = await startLoaded(kind)
    const { realmId } = company.source
    await inbox.add([event('a', 'Invoice', '999'), event('b', 'Vendor', realmId)])
    expect(await inbox.take({ gatherMs: 0 })).toBeUndefined()
    await inbox.add([event('c', 'Item', realmId)])
    expect(await inbox.take({ gatherMs: 0 })).toMatchObject({ entities: ['Item'], events: 1 })
  })

  test('events whose taker died are due again', async () => {
    const inbox = await startLoaded(kind)
    await inbox.add([event('a', 'Invoice', company.source.realmId)])
    expect(await inbox.take({ gatherMs: 0 })).toMatchObject({ events: 1 })
    await sql`UPDATE qbo_backfill.webhook_events SET taken_at_utc = now() - interval '16 minutes'`.execute(
      company.db,
    )
    expect(await inbox.take({ gatherMs: 0 })).toMatchObject({ events: 1 })
  })

  test('changes that a sync found and no webhook announced are noticed where webhooks are received', async () => {
    const inbox = await startLoaded(kind)
    const { realmId } = company.source
    const look = () => checkWebhooks(withoutHostPlugins(company.db), 'qbo_backfill', realmId)
    const change = async (note: string): Promise<void> => {
      const invoice = company.simulator.records('Invoice')[0]
      company.simulator.edit('Invoice', invoice?.Id ?? '', { PrivateNote: note })
      await company.sync(loaded)
      await sql`UPDATE qbo_backfill.sync_cursors SET unannounced_since_utc = unannounced_since_utc - interval '2 hours'`.execute(
        company.db,
      )
    }
    await change('nobody receives webhooks')
    expect(await look()).toEqual([])
    await inbox.add([event('other', 'Invoice', '999')])
    await change('silence')
    expect(await look()).toMatchObject([
      {
        name: 'webhooks',
        status: 'warn',
        message: { en: expect.stringContaining('2 of Invoice') as string },
      },
    ])
    await inbox.add([event('a', 'Invoice', realmId)])
    await change('announced')
    expect(await look()).toMatchObject([{ name: 'webhooks', status: 'ok' }])
  })
})

test('twenty that take at the same time get each event once, companies apart', async () => {
  const inbox = await startLoaded('PostgreSQL')
  const { realmId } = company.source
  await inbox.add(Array.from({ length: 200 }, (_, at) => event(`e${at}`, 'Invoice', realmId)))
  const taken = await Promise.all(Array.from({ length: 20 }, () => inbox.take({ gatherMs: 0 })))
  expect(taken.reduce((sum, each) => sum + (each?.events ?? 0), 0)).toBe(200)
})

async function startReceiver(inbox: WebhookInbox): Promise<string> {
  const receiver = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const body = Buffer.concat(chunks)
      const signature = request.headers['intuit-signature'] as string | undefined
      if (!verifyWebhook({ body, signature, verifierToken })) return response.writeHead(401).end()
      await inbox.add(parseWebhook(body))
      return response.writeHead(200).end()
    })()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void receiver.close())
  return `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
}

/** What the two envelopes say of an invoice. */
const envelopes = {
  cloudEvents: (realmId: string, recordId: string, at: string): string =>
    JSON.stringify([
      {
        specversion: '1.0',
        id: `${recordId} ${at}`,
        source: 'intuit',
        type: 'qbo.invoice.updated.v1',
        time: at,
        intuitentityid: recordId,
        intuitaccountid: realmId,
      },
    ]),
  older: (realmId: string, id: string, lastUpdated: string): string =>
    JSON.stringify({
      eventNotifications: [
        {
          realmId,
          dataChangeEvent: { entities: [{ id, operation: 'Update', name: 'Invoice', lastUpdated }] },
        },
      ],
    }),
}

test.each(Object.entries(envelopes))(
  '%s, twice, late, out of order and forged: answered within 3 s while a sync runs, and one sync brings what is so',
  async (_, envelope) => {
    const inbox = await startLoaded('PostgreSQL')
    const { realmId } = company.source
    const url = await startReceiver(inbox)
    const deliver = async (body: string, token = verifierToken): Promise<number> => {
      const signature = createHmac('sha256', token).update(body).digest('base64')
      const headers = { 'intuit-signature': signature }
      const asked = performance.now()
      const { status } = await fetch(url, { method: 'POST', body, headers })
      expect(performance.now() - asked).toBeLessThan(3000)
      return status
    }
    const waiting = sql`SELECT FROM pg_locks WHERE NOT granted AND relation = 'raw.qb_invoices'::regclass
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
    const [first = '', second = ''] = company.simulator.records('Invoice').map(({ Id }) => Id)
    const edit = (id: string, PrivateNote: string): void =>
      void company.simulator.edit('Invoice', id, { PrivateNote })
    edit(first, 'before the sync')
    const newer = envelope(realmId, first, new Date().toISOString())
    const older = envelope(realmId, first, '2024-12-01T00:00:00.000Z')
    const lock = await company.db.startTransaction().execute()
    await sql`LOCK TABLE raw.qb_invoices IN EXCLUSIVE MODE`.execute(lock)
    let isRunning = true
    const running = company.sync(loaded).finally(() => (isRunning = false))
    try {
      await expect
        .poll(async () => (await waiting.execute(company.db)).rows.length, { timeout: 30_000 })
        .toBeGreaterThan(0)
      edit(first, 'older')
      edit(first, 'newer')
      edit(second, 'newer')
      const other = envelope(realmId, second, new Date().toISOString())
      for (const body of [newer, older, other, newer, older]) expect(await deliver(body)).toBe(200)
      expect(await deliver(envelope(realmId, '1', '2026-01-01T00:00:00Z'), 'forged')).toBe(401)
      expect(isRunning).toBe(true)
    } finally {
      await lock.rollback().execute()
      await running
    }
    const taken = await inbox.take({ gatherMs: 0 })
    expect(taken).toMatchObject({ realmId, events: 3, entities: ['Invoice'] })
    expect((await company.sync({ entities: taken?.entities ?? [] })).status).toBe('green')
    await taken?.done()
    // Another delivery of the same, a day later.
    expect(await deliver(newer)).toBe(200)
    expect(await inbox.take({ gatherMs: 0 })).toBeUndefined()
    const { rows } = await sql<{ note: string }>`
      SELECT payload->>'PrivateNote' AS note FROM raw.qb_invoices WHERE id IN (${first}, ${second})`.execute(
      company.db,
    )
    expect(rows).toEqual([{ note: 'newer' }, { note: 'newer' }])
  },
)
