import { describe, expect, test } from 'vitest'
import { createHarness, customer, invoice, realmId } from './harness.js'

const now = Date.parse('2024-06-10T12:00:00Z')
const base = `/v3/company/${realmId}`
const old = '2024-01-01T10:00:00-08:00'

interface CdcBody {
  readonly CDCResponse: readonly [{ readonly QueryResponse: readonly Record<string, unknown>[] }]
}

describe('CDC', () => {
  const cdc = (entities: string, changedSince = '2024-06-01T00:00:00Z'): string =>
    `${base}/cdc?entities=${entities}&changedSince=${encodeURIComponent(changedSince)}`
  const create = (count = 3): ReturnType<typeof createHarness> =>
    createHarness(
      {
        Invoice: Array.from({ length: count }, (_, at) => invoice(at + 1, old)),
        Customer: [customer(1, 'A')],
      },
      { now: () => now },
    )
  const ask = async (harness: ReturnType<typeof createHarness>, path: string): Promise<CdcBody> =>
    (await (await harness.get(path)).json()) as CdcBody

  test('shows nothing as one empty answer', async () => {
    const body = await ask(create(), cdc('Invoice,Customer'))
    expect(body).toEqual({ CDCResponse: [{ QueryResponse: [{}] }], time: '2024-06-10T05:00:00.000-07:00' })
  })

  test('shows what was changed as a whole, what was deleted as a stub, and leaves out who has not changed', async () => {
    const harness = create()
    harness.simulator.edit('Invoice', '1', { PrivateNote: 'new' })
    harness.simulator.edit('Invoice', '2', { PrivateNote: 'quiet' }, { touch: false })
    harness.simulator.remove('Invoice', '3')
    const body = await ask(harness, cdc('Customer,Invoice'))
    const stub = {
      domain: 'QBO',
      status: 'Deleted',
      Id: '3',
      MetaData: { LastUpdatedTime: '2024-06-10T05:00:00-07:00' },
    }
    expect(body.CDCResponse[0].QueryResponse).toEqual([
      {
        Invoice: [
          expect.objectContaining({ Id: '1', SyncToken: '1', TxnDate: '2024-01-01', PrivateNote: 'new' }),
          stub,
        ],
        startPosition: 1,
        maxResults: 2,
        totalCount: 2,
      },
    ])
  })

  test('shows an inactive customer as such, and of a merge nothing', async () => {
    const harness = create()
    harness.simulator.create('Customer', { DisplayName: 'B', FullyQualifiedName: 'B' })
    harness.simulator.remove('Customer', '2', { trace: false })
    harness.simulator.edit('Customer', '1', { Active: false })
    const [{ QueryResponse }] = (await ask(harness, cdc('Customer'))).CDCResponse
    expect(QueryResponse).toMatchObject([{ Customer: [{ Id: '1', Active: false }], maxResults: 1 }])
  })

  test('has room for a thousand objects, all entities together', async () => {
    const harness = create(1200)
    const recent = '2024-06-01T00:00:00Z'
    for (let id = 1; id <= 1001; id++) harness.simulator.edit('Invoice', String(id), {})
    harness.simulator.edit('Customer', '1', {})
    const [{ QueryResponse }] = (await ask(harness, cdc('Invoice,Customer', recent))).CDCResponse
    expect(QueryResponse).toHaveLength(1)
    expect(QueryResponse[0]).toMatchObject({ maxResults: 1000 })
  })

  test.each([
    [cdc('Invoice', '2024-05-11T11:59:59Z'), /older than fixed days is not supported/],
    [cdc('TimeActivity'), /cdc on entity TimeActivity is not supported/],
    [cdc('TaxCode'), /not supported/],
    [cdc('Nope'), /not supported/],
    [cdc('Invoice', 'yesterday'), /Invalid date/],
  ])('refuses %s', async (path, detail) => {
    const response = await create().get(path)
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(detail)
  })

  test('takes a time without offset as Pacific', async () => {
    const harness = create()
    harness.simulator.edit('Invoice', '1', {})
    expect(await ask(harness, cdc('Invoice', '2024-06-10T05:00:00'))).toHaveProperty(
      'CDCResponse.0.QueryResponse.0.maxResults',
      1,
    )
    expect(await ask(harness, cdc('Invoice', '2024-06-10T05:00:01'))).toHaveProperty(
      'CDCResponse.0.QueryResponse',
      [{}],
    )
  })
})

describe('reading by Id', () => {
  const harness = createHarness({ Customer: [customer(7, 'A', { Active: false })] })

  test('finds inactive records too, and says 610 of absent ones', async () => {
    expect(await (await harness.get(`${base}/customer/7`)).json()).toMatchObject({ Customer: { Id: '7' } })
    const absent = await harness.get(`${base}/customer/8`)
    expect(absent.status).toBe(400)
    expect(await absent.json()).toMatchObject({ Fault: { Error: [{ code: '610' }] } })
  })

  test('gives the company itself under the id of the company', async () => {
    const info = await (await harness.get(`${base}/companyinfo/${realmId}`)).json()
    expect(info).toMatchObject({ CompanyInfo: { Id: '1', CompanyName: 'Simulated Company' } })
  })
})

describe('a batch', () => {
  const harness = createHarness({ Invoice: [invoice(1, old)] })

  test('answers each query, or faults it, under its own name', async () => {
    const items = [
      { bId: 'a', Query: 'SELECT * FROM Invoice' },
      { bId: 'b', Query: 'SELECT * FROM Nope' },
      { bId: 'c', operation: 'create', Invoice: {} },
    ]
    const response = await harness.post(`${base}/batch`, JSON.stringify({ BatchItemRequest: items }))
    expect(await response.json()).toMatchObject({
      BatchItemResponse: [
        { bId: 'a', QueryResponse: { Invoice: [{ Id: '1' }] } },
        { bId: 'b', Fault: { Error: [{ code: '4001' }] } },
        { bId: 'c', Fault: { Error: [{ code: '500' }] } },
      ],
    })
  })

  test('is refused when it is empty, or too big', async () => {
    const post = async (body: unknown): Promise<unknown> =>
      (await harness.post(`${base}/batch`, JSON.stringify(body))).json()
    const many = { BatchItemRequest: Array.from({ length: 31 }, () => ({ bId: 'x', Query: '' })) }
    expect(await post({})).toMatchObject({ Fault: { Error: [{ code: '400' }] } })
    expect(await post(many)).toMatchObject({ Fault: { Error: [{ code: '1040' }] } })
  })
})

describe('what is refused', () => {
  const harness = createHarness()

  test.each([
    [
      'an empty company',
      '/v3/company//query?query=SELECT+*+FROM+Invoice',
      400,
      /Could not find resource for relative : \/v3\/company\/query/,
    ],
    ['an unknown resource', `${base}/reports`, 400, /Could not find resource/],
    ['another company', '/v3/company/1/companyinfo/1', 403, /003100/],
    ['a path of no API', '/nowhere', 404, /Not Found/],
    ['a statement too long for a URL', `${base}/query?query=${'x'.repeat(9000)}`, 414, /nginx/],
  ])('%s', async (_, path, status, text) => {
    const response = await harness.get(path)
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(text)
  })

  test('a write', async () => {
    const response = await harness.post(`${base}/invoice`, '{}')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ Fault: { Error: [{ code: '500' }] } })
  })
})
