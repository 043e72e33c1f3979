import { describe, expect, test } from 'vitest'
import { createHarness, invoice, realmId, type Harness } from './harness.js'

const old = '2024-01-10T10:00:00-08:00'
const base = `/v3/company/${realmId}`
const all = 'include=enhancedAllCustomFields'

interface Field {
  readonly DefinitionId: string
  readonly Name: string
}

describe('custom fields', () => {
  const field = (number: number, type: string): Record<string, unknown> => ({
    DefinitionId: String(number),
    Name: `a "]}," {[ ${number}`,
    Type: type,
    [type.replace('Type', 'Value')]: type === 'NumberType' ? number : `\\ ${number}`,
  })
  const fields = [
    field(1, 'StringType'),
    field(1_000_000_123, 'NumberType'),
    field(2, 'StringType'),
    field(3, 'StringType'),
    field(4, 'StringType'),
  ]
  const text = JSON.stringify(invoice(2, old)).replace('}', ',"TotalAmt":275.00,"CustomField":[]}')
  const create = (options = {}): Harness =>
    createHarness(
      {
        records: { Invoice: [invoice(1, old, { CustomField: fields, PrivateNote: 'after' }) as never] },
        texts: { Invoice: [text.replace('"CustomField":[]', '"CustomField" : [ ]')] },
      },
      { now: () => Date.parse('2024-01-20T00:00:00Z'), ...options },
    )
  /** Of the one record that has some, wherever it stands in the answer. */
  const shown = (body: unknown): string[] => {
    if (typeof body !== 'object' || body === null) return []
    const list = (body as { CustomField?: readonly Field[] }).CustomField ?? []
    if (list.length > 0) return list.map(({ DefinitionId }) => DefinitionId)
    return Object.values(body).flatMap(shown)
  }
  const ask = async (harness: Harness, path: string): Promise<string[]> =>
    shown(await (await harness.get(`${base}/${path}`)).json())
  const query = `query?query=${encodeURIComponent("SELECT * FROM Invoice WHERE Id = '1'")}`
  const changes = 'cdc?entities=Invoice&changedSince=2024-01-09T00:00:00Z'
  const everything = fields.map(({ DefinitionId }) => DefinitionId)

  test('beyond three texts are only in answers to who asks for all of them', async () => {
    const harness = create()
    for (const path of [query, 'invoice/1?']) {
      expect(await ask(harness, path)).toEqual(['1', '2', '3'])
      expect(await ask(harness, `${path}&${all}`)).toEqual(everything)
      expect(await ask(harness, `${path}&include=other`)).toEqual(['1', '2', '3'])
    }
    const batch = JSON.stringify({ BatchItemRequest: [{ bId: '1', Query: 'SELECT * FROM Invoice' }] })
    expect(shown(await (await harness.post(`${base}/batch?${all}`, batch)).json())).toEqual(everything)
    expect(shown(await (await harness.post(`${base}/batch`, batch)).json())).toEqual(['1', '2', '3'])
  })

  test('beyond three are in CDC only where the simulator is told so', async () => {
    expect(await ask(create(), `${changes}&${all}`)).toEqual(['1', '2', '3'])
    expect(await ask(create({ customFieldsInCdc: true }), `${changes}&${all}`)).toEqual(everything)
    expect(await ask(create({ customFieldsInCdc: true }), changes)).toEqual(['1', '2', '3'])
  })

  test('change no other byte of a record', async () => {
    const answer = await create().query('SELECT * FROM Invoice')
    expect(await answer.text()).toContain(',"TotalAmt":275.00,"CustomField" : [ ]}')
  })
})

describe('entities of few companies', () => {
  const create = (lacks: string[] = []): Harness =>
    createHarness({
      records: {
        TaxPayment: [
          { ...invoice(1, old), TxnDate: undefined, PaymentDate: '2024-01-10', PaymentAmount: 5 } as never,
        ],
        InventoryAdjustment: [invoice(2, old) as never],
      },
      lacks,
    })

  test('TaxPayment is asked for by PaymentDate, and has no TxnDate', async () => {
    const { ids, count, fault } = create()
    expect(await ids("SELECT * FROM TaxPayment WHERE PaymentDate >= '2024-01-10'")).toEqual(['1'])
    expect(await count("SELECT COUNT(*) FROM TaxPayment WHERE PaymentDate > '2024-01-10'")).toBe(0)
    expect(await fault("SELECT * FROM TaxPayment WHERE TxnDate >= '2024-01-10'")).toMatchObject({
      code: '4001',
    })
  })

  test('InventoryAdjustment is asked for by TxnDate', async () => {
    expect(await create().ids("SELECT * FROM InventoryAdjustment WHERE TxnDate = '2024-01-10'")).toEqual([
      '2',
    ])
  })

  test('what the plan lacks is refused in queries, look-ups and changes', async () => {
    const { query, get, ids } = create(['InventoryAdjustment'])
    const refusals = [
      await query('SELECT COUNT(*) FROM InventoryAdjustment'),
      await get(`${base}/inventoryadjustment/2`),
      await get(
        `${base}/cdc?entities=TaxPayment,InventoryAdjustment&changedSince=${new Date().toISOString()}`,
      ),
    ]
    for (const refusal of refusals) {
      expect(refusal.status).toBe(400)
      expect(await refusal.json()).toMatchObject({ Fault: { Error: [{ code: '5030' }] } })
    }
    expect(await ids('SELECT * FROM TaxPayment')).toEqual(['1'])
  })
})

test('a count can be one too few', async () => {
  const harness = createHarness({ Invoice: [invoice(1, old), invoice(2, old)] })
  harness.simulator.inject({ kind: 'undercount' })
  expect(await harness.ids('SELECT * FROM Invoice')).toHaveLength(2)
  expect(await harness.count('SELECT COUNT(*) FROM Invoice')).toBe(1)
  expect(await harness.count('SELECT COUNT(*) FROM Invoice')).toBe(2)
})
