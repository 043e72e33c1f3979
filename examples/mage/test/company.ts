import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSimulator, generateCompany, type Simulator } from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'

export interface Company {
  readonly simulator: Simulator
  readonly database: TestDatabase
  /** What is not secret: the environment of Mage, as docker-compose.yml sets it. */
  readonly environment: Readonly<Record<string, string>>
  /** What goes into Mage Secrets. */
  readonly secrets: Readonly<Record<string, string>>
  /** Texts that must be in no output and no file. */
  readonly unspeakable: readonly string[]
  close(): Promise<void>
}

/** A company on the simulator, and a database whose owner has a password that a URL must escape. */
export async function startCompany(secretDirectory: string): Promise<Company> {
  const company = generateCompany({
    seed: 11,
    customers: 40,
    items: 15,
    invoices: 200,
    from: '2024-01-01',
    to: '2025-01-01',
  })
  const clientSecret = `client-${randomUUID()}`
  // Slow enough for pipelines that start together to meet.
  const simulator = createSimulator({ companies: [company], clientSecret, limits: false, latencyMs: 250 })
  const server = await simulator.listen()
  const database = await createTestDatabase()
  const { hostname, port, pathname } = new URL(database.url)
  const name = pathname.slice(1)
  const user = `qbo_user_${name.slice(-8)}`
  const password = `p@ss/${randomUUID()}`
  await database.pool.query(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`)
  await database.pool.query(`ALTER DATABASE ${name} OWNER TO ${user}`)
  const passwordFile = join(secretDirectory, 'postgres_password.txt')
  await writeFile(passwordFile, `${password}\n`)
  const refreshToken = simulator.refreshToken()
  return {
    simulator,
    database,
    environment: {
      QBO_ENVIRONMENT: 'sandbox',
      QBO_REALM_ID: simulator.realmIds[0] ?? '',
      QBO_API_BASE_URL: server.apiBaseUrl,
      QBO_TOKEN_URL: server.tokenUrl,
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: user,
      PGDATABASE: name,
      PGPASSWORD_FILE: passwordFile,
    },
    secrets: {
      QBO_CLIENT_ID: simulator.clientId,
      QBO_CLIENT_SECRET: clientSecret,
      QBO_REFRESH_TOKEN: refreshToken,
    },
    unspeakable: [clientSecret, refreshToken, password, encodeURIComponent(password)],
    async close() {
      await server.close()
      await database.drop()
      const administrator = await createTestDatabase()
      await administrator.pool.query(`DROP ROLE ${user}`)
      await administrator.drop()
    },
  }
}
