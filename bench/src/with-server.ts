import { startPostgres } from 'testkit/postgres-server'
import type { BenchmarkOptions } from './benchmark.ts'
import { serverSettings } from './server-settings.ts'

/** Work on the PostgreSQL that was given, or on one of our own. */
export async function withServer<T>(
  { url }: Pick<BenchmarkOptions, 'url'>,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (url !== undefined) return work(url)
  const server = await startPostgres({ settings: serverSettings })
  try {
    return await work(server.url)
  } finally {
    await server.stop()
  }
}
