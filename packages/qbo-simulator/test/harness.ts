import { createSimulator, type Company, type Simulator, type SimulatorOptions } from '../src/index.js'

export const realmId = '9130350000000001'

export interface Fault {
  readonly code: string
  readonly detail: string
}

/** A client that knows nothing: it asks, and shows what came back. */
export interface Harness {
  readonly simulator: Simulator
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  readonly post: (path: string, body: string, headers?: Record<string, string>) => Promise<Response>
  readonly query: (statement: string) => Promise<Response>
  /** Rows of the answer; fails on a fault. */
  readonly rows: (statement: string) => Promise<Record<string, unknown>[]>
  readonly ids: (statement: string) => Promise<string[]>
  readonly count: (statement: string) => Promise<number>
  readonly fault: (statement: string) => Promise<Fault & { readonly status: number }>
  readonly token: (form?: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
}

export function createHarness(
  company: Company | Company['records'] = {},
  options: Partial<SimulatorOptions> = {},
): Harness {
  const companies = [isCompany(company) ? company : { records: company }]
  const simulator = createSimulator({ companies, limits: false, ...options })
  let accessToken: string | undefined

  async function send(
    path: string,
    init: { method?: string; body?: string; headers?: Record<string, string> },
  ): Promise<Response> {
    accessToken ??= ((await (await token()).json()) as { access_token: string }).access_token
    const headers = { authorization: `Bearer ${accessToken}`, ...init.headers }
    return await simulator.handle(new Request(`http://simulator${path}`, { ...init, headers }))
  }
  async function token(form = {}, headers = {}): Promise<Response> {
    const { clientId, clientSecret } = simulator
    return await simulator.handle(
      new Request('http://simulator/oauth2/v1/tokens/bearer', {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`, ...headers },
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: simulator.refreshToken(),
          ...form,
        }),
      }),
    )
  }
  const query = (statement: string): Promise<Response> =>
    send(`/v3/company/${realmId}/query?query=${encodeURIComponent(statement)}`, {})
  async function queryResponse(statement: string): Promise<Record<string, unknown>> {
    const response = await query(statement)
    const text = await response.text()
    if (response.status !== 200) throw new Error(text)
    return (JSON.parse(text) as { QueryResponse: Record<string, unknown> }).QueryResponse
  }
  async function rows(statement: string): Promise<Record<string, unknown>[]> {
    const found = Object.values(await queryResponse(statement)).find(Array.isArray)
    return (found ?? []) as Record<string, unknown>[]
  }

  return {
    simulator,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, body, headers = {}) => send(path, { method: 'POST', body, headers }),
    query,
    rows,
    ids: async (statement) => (await rows(statement)).map((row) => String(row['Id'])),
    count: async (statement) => Number((await queryResponse(statement))['totalCount']),
    async fault(statement) {
      const response = await query(statement)
      const { Fault } = (await response.json()) as { Fault: { Error: { code: string; Detail: string }[] } }
      return { status: response.status, code: Fault.Error[0]!.code, detail: Fault.Error[0]!.Detail }
    },
    token,
  }
}

function isCompany(company: Company | Company['records']): company is Company {
  return 'records' in company && !Array.isArray(company['records'])
}

type NewRecord = Readonly<Record<string, unknown>> & { readonly Id: string }

/** An invoice of few words. */
export function invoice(id: number, createTime: string, more: Record<string, unknown> = {}): NewRecord {
  return {
    Id: String(id),
    SyncToken: '0',
    MetaData: { CreateTime: createTime, LastUpdatedTime: createTime },
    TxnDate: createTime.slice(0, 10),
    ...more,
  }
}

/** A customer of few words. */
export function customer(id: number, name: string, more: Record<string, unknown> = {}): NewRecord {
  const time = '2024-01-10T10:00:00-08:00'
  return {
    Id: String(id),
    SyncToken: '0',
    MetaData: { CreateTime: time, LastUpdatedTime: time },
    DisplayName: name,
    FullyQualifiedName: name,
    Active: true,
    ...more,
  }
}
