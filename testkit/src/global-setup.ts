import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    /** A PostgreSQL 14; null where there is none to be had. */
    oldestDatabaseUrl: string | null
  }
}

// npm has no binaries of 14 for other machines.
const has14 = process.platform === 'linux' && process.arch === 'x64'

/** One PostgreSQL for the whole test run: the one in TEST_DATABASE_URL, or one started here; the sink's with a 14 too. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TEST_DATABASE_URL']
  if (given !== undefined && given !== '') {
    project.provide('databaseUrl', given)
    project.provide('oldestDatabaseUrl', null)
    return undefined
  }
  const wanted = has14 && project.name === 'qbo-raw-sink' ? ([18, 14] as const) : ([18] as const)
  const servers = await Promise.all(wanted.map((version) => startPostgres({ version })))
  const [newest, oldest] = servers
  if (newest === undefined) throw new Error('No PostgreSQL was started')
  project.provide('databaseUrl', newest.url)
  project.provide('oldestDatabaseUrl', oldest?.url ?? null)
  return async () => {
    await Promise.all(servers.map((server) => server.stop()))
  }
}
