import { tmpdir } from 'node:os'
import pg from 'pg'
import { startPostgres } from 'testkit/postgres-server'
import type { BenchmarkOptions } from './benchmark.ts'
import { installedPrograms } from './installed-programs.ts'
import { serverSettings } from './server-settings.ts'

/** What a server is, beside its settings. */
export interface ServerTraits {
  /** `18.1`. */
  readonly version: string
  /** Whether it can compress with lz4; if not, all compress with pglz. */
  readonly lz4: boolean
}

/**
 * Work on the PostgreSQL that was given, on the one installed here, or on the one from npm. The installed one comes
 * first, since it is what companies run: npm's has no lz4 and reads JSON at half the speed.
 */
export async function withServer<T>(
  { url, npmPostgres, say }: Pick<BenchmarkOptions, 'url' | 'npmPostgres' | 'say'>,
  work: (url: string, traits: ServerTraits) => Promise<T>,
): Promise<T> {
  if (url !== undefined) return work(url, await traitsOf(url))
  const programs = npmPostgres ? undefined : installedPrograms()
  const started = await startPostgres({
    settings: serverSettings,
    // On a disk, as a company's is.
    directory: tmpdir(),
    ...(programs === undefined ? {} : { programs }),
  })
  try {
    const traits = await traitsOf(started.url)
    say(`On ${describeServer(traits)}, ${programs === undefined ? 'from npm' : 'as installed here'}.`)
    return await work(started.url, traits)
  } finally {
    await started.stop()
  }
}

export function describeServer({ version, lz4 }: ServerTraits): string {
  return `PostgreSQL ${version} ${lz4 ? 'with' : 'without'} lz4`
}

async function traitsOf(url: string): Promise<ServerTraits> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<ServerTraits>(
      `SELECT split_part(current_setting('server_version'), ' ', 1) AS version, 'lz4' = ANY (enumvals) AS lz4
       FROM pg_settings WHERE name = 'default_toast_compression'`,
    )
    return rows[0] ?? { version: 'unknown', lz4: false }
  } finally {
    await client.end()
  }
}
