import { createSimulator, generateCompany, type Simulator } from 'qbo-simulator'

export interface AnsweringCompany {
  readonly simulator: Simulator
  /** What a host sets for it. */
  readonly environment: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** A company of January 2024 that answers over HTTP, without limits. */
export async function startCompany(databaseUrl: string): Promise<AnsweringCompany> {
  const company = generateCompany({
    seed: 6,
    customers: 40,
    items: 20,
    invoices: 200,
    from: '2024-01-01',
    to: '2024-02-01',
  })
  const simulator = createSimulator({ companies: [company], limits: false })
  const server = await simulator.listen()
  return {
    simulator,
    environment: {
      QBO_CLIENT_ID: simulator.clientId,
      QBO_CLIENT_SECRET: simulator.clientSecret,
      QBO_REALM_ID: simulator.realmIds[0] ?? '',
      QBO_REFRESH_TOKEN: simulator.refreshToken(),
      QBO_ENVIRONMENT: 'sandbox',
      QBO_API_BASE_URL: server.apiBaseUrl,
      QBO_TOKEN_URL: server.tokenUrl,
      DATABASE_URL: databaseUrl,
    },
    close: () => server.close(),
  }
}
