import { createSimulator, generateCompany, type Simulator, type SimulatorServer } from 'qbo-simulator'

/** Two that are well, one whose refresh token is wrong, one with a record that cannot be stored, and a large one. */
export const realms = {
  first: '9130350000000001',
  second: '9130350000000002',
  unauthorized: '9130350000000003',
  red: '9130350000000004',
  large: '9130350000000005',
} as const

export interface Hold {
  /** Resolves when the page has been asked for. */
  readonly reached: Promise<void>
  /** Lets the answer go. */
  release(): void
}

export interface TestCompanies {
  readonly simulator: Simulator
  readonly server: SimulatorServer
  /** What must be seen nowhere but in the environment of a child. */
  readonly secrets: readonly string[]
  /** Airflow's connection of a company, as a worker's environment spells it. */
  connection(realmId: string): string
  /** How often each statement that reads a page of the company's invoices was asked. */
  pageRequests(realmId: string): ReadonlyMap<string, number>
  /** Holds back the answer to a page, 1 for the first, when it is asked for the first time. */
  holdPage(realmId: string, entity: string, page: number): Hold
}

export async function startCompanies(): Promise<TestCompanies> {
  const clientSecret = 'airflow-test-client-secret'
  const wrongToken = 'airflow-test-wrong-refresh-token'
  const tokenKey = Buffer.alloc(32, 'airflow-test-key').toString('base64')
  const companies = Object.values(realms).map((realmId, index) => ({
    ...generateCompany({
      seed: index + 1,
      customers: 60,
      items: 20,
      invoices: realmId === realms.large ? 4500 : 500,
      from: '2024-01-01',
      to: '2025-01-01',
    }),
    realmId,
  }))
  const simulator = createSimulator({ companies, clientSecret, limits: false })
  simulator.create(
    'Item',
    '{"Id":"900001","Name":"Too large","SyncToken":"0","UnitPrice":1E999999,"Active":true,"MetaData":{"CreateTime":"2024-05-05T10:00:00-07:00","LastUpdatedTime":"2024-05-05T10:00:00-07:00"}}',
    realms.red,
  )
  const server = await simulator.listen()
  const seeds = new Map(Object.values(realms).map((realmId) => [realmId, simulator.refreshToken(realmId)]))
  seeds.set(realms.unauthorized, wrongToken)
  const isPage = (realmId: string, entity: string, path: string, statement = ''): boolean =>
    path.includes(realmId) && new RegExp(`^select \\* from ${entity}\\b`, 'iu').test(statement)
  return {
    simulator,
    server,
    secrets: [clientSecret, tokenKey, ...seeds.values()],
    connection: (realmId) =>
      JSON.stringify({
        conn_type: 'http',
        login: simulator.clientId,
        password: clientSecret,
        extra: {
          QBO_REFRESH_TOKEN: seeds.get(realmId as typeof realms.first),
          // Of one company only: the tokens of the others can be read in the database, and looked for.
          ...(realmId === realms.second ? { QBO_TOKEN_KEY: tokenKey } : {}),
          QBO_ENVIRONMENT: 'sandbox',
          QBO_API_BASE_URL: server.apiBaseUrl,
          QBO_TOKEN_URL: server.tokenUrl,
        },
      }),
    pageRequests(realmId) {
      const counts = new Map<string, number>()
      for (const { path, statement } of simulator.requests)
        if (isPage(realmId, 'Invoice', path, statement))
          counts.set(statement ?? '', (counts.get(statement ?? '') ?? 0) + 1)
      return counts
    },
    holdPage(realmId, entity, page) {
      let release = (): void => undefined
      const released = new Promise<void>((resolve) => (release = resolve))
      const asked = new Set<string>()
      const reached = new Promise<void>((resolve) => {
        const forget = simulator.onRequest(async ({ path, statement = '' }) => {
          if (!isPage(realmId, entity, path, statement)) return
          if (asked.add(statement).size < page) return
          forget()
          resolve()
          await released
        })
      })
      return { reached, release }
    },
  }
}
