import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { unfavoured } from './favoured.ts'
import { freePort } from './free-port.ts'
import { npmPrograms } from './npm-programs.ts'
import { reachablePrograms } from './reachable-programs.ts'
import { serverDirectory } from './server-directory.ts'
import { serverUser } from './server-user.ts'

export interface PostgresServerOptions {
  /** Of those that npm has. @defaultValue 18 */
  readonly version?: 14 | 18
  /** The folder of other programs of PostgreSQL. */
  readonly programs?: string
  /** Settings of the server, over those of the tests: `{ autovacuum: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** The folder that its own is made in. @defaultValue in memory where there is room, or the system's for temporary files */
  readonly directory?: string
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

/** Nothing of a test has to survive a power cut, and a crash of the server alone it survives without these. */
const withoutPower = { fsync: 'off', full_page_writes: 'off' }
const testSettings = { max_connections: '200', max_prepared_transactions: '0', ...withoutPower }

const startTimeoutMs = 60_000
const signalOf = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const

/**
 * Starts a PostgreSQL of its own in a directory of its own, on a free port of this machine. Nothing is left of it when it
 * was stopped, or when this process has ended.
 */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const user = serverUser()
  const parent = mkdtempSync(join(options.directory ?? serverDirectory(), 'qbo-postgres-'))
  let server: ChildProcess | undefined
  const halt = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
    if (server === undefined || isOver(server)) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  const clear = (): void => rmSync(parent, { recursive: true, force: true, maxRetries: 3 })
  const onExit = (): void => {
    server?.kill('SIGQUIT')
    clear()
  }
  process.once('exit', onExit)
  try {
    const programs = options.programs ?? reachablePrograms(npmPrograms(options.version ?? 18), user)
    if (user !== undefined) chownSync(parent, user.uid, user.gid)
    const data = join(parent, 'data')
    // Not this process's own directory, which the user of the server might not enter.
    const at = { ...user, cwd: parent }
    await initialise(programs, data, at)
    const port = await freePort()
    const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
    const settings = Object.entries({ ...testSettings, ...options.settings })
    const flags = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const start = async (): Promise<void> => {
      const log: string[] = []
      server = unfavoured(
        spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
          ...at,
          stdio: ['ignore', 'ignore', 'pipe'],
        }),
      )
      server.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text))
      server.on('error', (error) => log.push(error.message))
      await answers(url, server, log)
    }
    await start()
    return {
      url,
      async restart(mode) {
        await halt(signalOf[mode])
        await start()
      },
      async stop() {
        process.off('exit', onExit)
        await halt('SIGINT')
        clear()
      },
    }
  } catch (cause) {
    process.off('exit', onExit)
    await halt('SIGQUIT')
    clear()
    throw new Error(`The PostgreSQL of the tests did not start: ${sentenceOf(cause)}`, { cause })
  }
}

async function initialise(
  programs: string,
  data: string,
  at: { readonly uid?: number; readonly gid?: number; readonly cwd: string },
): Promise<void> {
  const passwordFile = join(at.cwd, 'password')
  writeFileSync(passwordFile, 'postgres\n')
  if (at.uid !== undefined) chownSync(passwordFile, at.uid, at.gid ?? 0)
  const secret = ['--auth=password', `--pwfile=${passwordFile}`]
  const flags = ['-D', data, '-U', 'postgres', ...secret, '--encoding=UTF8', '--locale=C', '--no-sync']
  await promisify(execFile)(join(programs, 'initdb'), flags, at)
}

async function answers(url: string, server: ChildProcess, log: readonly string[]): Promise<void> {
  for (const deadline = Date.now() + startTimeoutMs; ; await sleep(20)) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (isOver(server)) throw new Error(log.join('').trim(), { cause: error })
      if (Date.now() > deadline) throw error
    }
  }
}

/** Of all that the programs said, what went wrong; the rest is in the cause. */
function sentenceOf(cause: unknown): string {
  const { message, stderr } = cause as Error & { readonly stderr?: string }
  const said = stderr === undefined || stderr === '' ? message : stderr
  return /(?:error|FATAL): .*/u.exec(said)?.[0] ?? said.trim()
}

function isOver({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}
