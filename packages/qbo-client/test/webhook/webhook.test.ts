import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseWebhook, verifyWebhook } from '../../src/index.js'

const verifierToken = '1a2b3c4d-verifier'
const sign = (body: string | Uint8Array, token = verifierToken): string =>
  createHmac('sha256', token).update(body).digest('base64')

const cloudEvents = [
  {
    specversion: '1.0',
    id: '88cd52aa-33b6-4351-9aa4-47572edbd068',
    source: 'intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=',
    type: 'qbo.account.created.v1',
    datacontenttype: 'application/json',
    time: '2025-09-10T21:31:25.179851517Z',
    intuitentityid: '1234',
    intuitaccountid: '310687',
    data: {},
  },
  {
    specversion: '1.0',
    id: '11111111-33b6-4351-9aa4-47572edbd068',
    source: 'intuit',
    type: 'qbo.billpayment.void.v1',
    time: '2025-09-10T14:31:25.1-07:00',
    intuitentityid: '7',
    intuitaccountid: '310688',
  },
  {
    specversion: '1.0',
    id: 'a',
    type: 'qbo.invoice.emailed.v1',
    time: '2025-09-10T21:31:25Z',
    intuitentityid: '9',
    intuitaccountid: '310687',
  },
  {
    specversion: '1.0',
    id: 'b',
    type: 'qbo.customer.merged.v1',
    time: '2025-09-10T21:31:25Z',
    intuitentityid: '4',
    intuitaccountid: '310687',
    data: { deletedid: '5' },
  },
  {
    specversion: '1.0',
    id: 'c',
    type: 'qbo.changeorder.updated.v2',
    time: '2025-09-10T21:31:25Z',
    intuitentityid: '4',
    intuitaccountid: '310687',
    data: null,
  },
]

const notifications = {
  eventNotifications: [
    {
      realmId: '310687',
      dataChangeEvent: {
        entities: [
          { id: '1234', operation: 'Create', name: 'Account', lastUpdated: '2025-09-08T20:52:31.657Z' },
          {
            id: '4',
            operation: 'Merge',
            name: 'Customer',
            lastUpdated: '2025-09-08T20:52:31-07:00',
            deletedId: '5',
          },
        ],
      },
    },
    {
      realmId: '310688',
      dataChangeEvent: {
        entities: [{ id: '8', operation: 'Void', name: 'Invoice', lastUpdated: '2025-09-08T20:52:31.657Z' }],
      },
    },
  ],
}

test('a delivery is Intuit’s only with the signature of its very bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (body, at) => {
      const signature = sign(body)
      expect(verifyWebhook({ body, signature, verifierToken })).toBe(true)
      expect(verifyWebhook({ body, signature: sign(body, 'another'), verifierToken })).toBe(false)
      const changed = Uint8Array.from(body)
      if (body.length > 0) changed[at % body.length] = ((changed[at % body.length] ?? 0) + 1) % 256
      expect(verifyWebhook({ body: changed, signature, verifierToken })).toBe(body.length === 0)
      expect(
        verifyWebhook({ body, signature: signature.slice(0, at % signature.length), verifierToken }),
      ).toBe(false)
    }),
  )
})

test.each([undefined, null, '', ' ', 'not base64', 'A'.repeat(44), 'A'.repeat(10_000), 'é'.repeat(22)])(
  'a delivery with the signature %j is refused',
  (signature) => {
    expect(verifyWebhook({ body: '{}', signature, verifierToken })).toBe(false)
  },
)

test('a body that was parsed and an empty verifier token are mistakes of the caller, not forgeries', () => {
  const parsed = {} as unknown as string
  expect(() => verifyWebhook({ body: parsed, signature: '', verifierToken })).toThrow(
    /body: must be the raw body/u,
  )
  expect(() => verifyWebhook({ body: '', signature: sign('', ' '), verifierToken: ' ' })).toThrow(
    /verifierToken/u,
  )
})

test('a text and its bytes have the same signature', () => {
  const body = JSON.stringify({ name: 'Peña ☃' })
  expect(verifyWebhook({ body, signature: sign(Buffer.from(body)), verifierToken })).toBe(true)
})

test('CloudEvents of several companies become events', () => {
  expect(parseWebhook(Buffer.from(JSON.stringify(cloudEvents)))).toEqual([
    {
      id: '88cd52aa-33b6-4351-9aa4-47572edbd068',
      realmId: '310687',
      entity: 'Account',
      recordId: '1234',
      operation: 'created',
      at: '2025-09-10T21:31:25.179Z',
    },
    {
      id: '11111111-33b6-4351-9aa4-47572edbd068',
      realmId: '310688',
      entity: 'BillPayment',
      recordId: '7',
      operation: 'voided',
      at: '2025-09-10T21:31:25.100Z',
    },
    {
      id: 'a',
      realmId: '310687',
      entity: 'Invoice',
      recordId: '9',
      operation: 'emailed',
      at: '2025-09-10T21:31:25.000Z',
    },
    {
      id: 'b',
      realmId: '310687',
      entity: 'Customer',
      recordId: '4',
      operation: 'merged',
      at: '2025-09-10T21:31:25.000Z',
      mergedId: '5',
    },
    {
      id: 'c',
      realmId: '310687',
      entity: 'changeorder',
      recordId: '4',
      operation: 'updated',
      at: '2025-09-10T21:31:25.000Z',
    },
  ])
})

test('the older envelope becomes the same events, with ids that a second delivery has again', () => {
  const events = parseWebhook(JSON.stringify(notifications))
  expect(events).toMatchObject([
    {
      realmId: '310687',
      entity: 'Account',
      recordId: '1234',
      operation: 'created',
      at: '2025-09-08T20:52:31.657Z',
    },
    {
      realmId: '310687',
      entity: 'Customer',
      recordId: '4',
      operation: 'merged',
      at: '2025-09-09T03:52:31.000Z',
      mergedId: '5',
    },
    { realmId: '310688', entity: 'Invoice', recordId: '8', operation: 'voided' },
  ])
  expect(new Set(events.map(({ id }) => id)).size).toBe(3)
  expect(parseWebhook(JSON.stringify(notifications, null, 2))).toEqual(events)
})

test('an entry that is not about a record is left out, and the others are told', () => {
  const [first] = cloudEvents
  const odd = [
    null,
    'text',
    {},
    { ...first, time: 'yesterday' },
    { ...first, type: 'com.intuit.other' },
    { ...first, intuitentityid: '' },
  ]
  expect(parseWebhook(JSON.stringify([...odd, first]))).toHaveLength(1)
  expect(parseWebhook(JSON.stringify(first))).toHaveLength(1)
  const entities = [
    null,
    { id: '1' },
    ...(notifications.eventNotifications[1]?.dataChangeEvent.entities ?? []),
  ]
  const mixed = { eventNotifications: [7, { realmId: '1', dataChangeEvent: { entities } }] }
  expect(parseWebhook(JSON.stringify(mixed))).toHaveLength(1)
  expect(parseWebhook('[]')).toEqual([])
})

test.each(['', 'null', '{}', '"text"', '{"eventNotifications":{}}', '[{]'])('%j is no webhook', (body) => {
  expect(() => parseWebhook(body)).toThrow(
    expect.objectContaining({ code: 'QBO_WEBHOOK_UNREADABLE', retryable: false }),
  )
})

test('any JSON is read or refused, and nothing else is thrown', () => {
  const read = (body: string): unknown => {
    try {
      return parseWebhook(body)
    } catch (error) {
      return (error as { code?: unknown }).code
    }
  }
  fc.assert(
    fc.property(fc.json(), (body) => {
      const answer = read(body)
      expect(Array.isArray(answer) || answer === 'QBO_WEBHOOK_UNREADABLE').toBe(true)
    }),
  )
})
