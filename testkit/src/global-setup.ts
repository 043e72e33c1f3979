import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { ProvidedContext } from 'vitest'
import type { TestProject } from 'vitest/node'
import { startPostgres, type PostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    /** What the names of this run's template databases begin with. */
    templatePrefix: string
    /** A PostgreSQL 14; null where there is none to be had. */
    oldestDatabaseUrl: string | null
  }
}

// npm has no binaries of 14 for other machines.
const has14 = process.platform === 'linux' && process.arch === 'x64'

/** One PostgreSQL for the whole test run: the one in TEST_DATABASE_URL, or one started here; the sink's with a 14 too. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL']
  const templatePrefix = `template_${randomUUID().slice(0, 8)}_`
  project.provide('templatePrefix', templatePrefix)
  if (given !== undefined && given !== '') {
    project.provide('databaseUrl', given)
    project.provide('oldestDatabaseUrl', null)
    return () => dropTemplates(given, templatePrefix)
  }
  const servers: PostgresServer[] = []
  const start = async (version: 14 | 18): Promise<string> => {
    const server = await startPostgres({ version })
    servers.push(server)
    return server.url
  }
  // What the run is told, all its projects are told: the first to come here starts it.
  const run = project.vitest
  const isThere = (run.getProvidedContext() as Partial<ProvidedContext>).databaseUrl !== undefined
  const [newest, oldest] = await Promise.all([
    isThere ? undefined : start(18),
    has14 && project.name === 'qbo-raw-sink' ? start(14) : null,
  ])
  if (newest !== undefined) run.provide('databaseUrl', newest)
  project.provide('oldestDatabaseUrl', oldest)
  return async () => {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function dropTemplates(serverUrl: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    )
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`)
  } finally {
    await client.end()
  }
}
