import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from 'testkit/free-port'

/** Where Debian's packages put the programs of each version; others put them into PATH. */
const debianFolder = '/usr/lib/postgresql'

/** The oldest version that the sink supports. */
const oldest = 14

export interface StartedPostgres {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a server of its own with the newest PostgreSQL installed here, in a temporary directory; `undefined` without one. */
export async function startInstalledPostgres(
  settings: Readonly<Record<string, string>>,
): Promise<StartedPostgres | undefined> {
  const programs = newestPrograms()
  if (programs === undefined) return undefined
  const parent = mkdtempSync(join(tmpdir(), 'qbo-bench-postgres-'))
  const user = unprivilegedUser()
  if (user !== undefined) chownSync(parent, user.uid, user.gid)
  const data = join(parent, 'data')
  const port = await freePort()
  // Anybody is let in: the server hears this machine only. But there are programs that insist on a password.
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
  let server: ChildProcess | undefined
  const stop = async (): Promise<void> => {
    if (server !== undefined) await end(server)
    rmSync(parent, { recursive: true, force: true })
  }
  try {
    const initial = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
    execFileSync(join(programs, 'initdb'), initial, {
      ...user,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const all = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      ...settings,
    }
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    server = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
      ...user,
      cwd: '/',
      stdio: 'ignore',
    })
    await answers(url, server)
  } catch (cause) {
    await stop()
    throw new Error(`The PostgreSQL in ${programs} did not start. Try --npm-postgres.`, { cause })
  }
  return { url, stop }
}

function newestPrograms(): string | undefined {
  const ofDebian = existsSync(debianFolder)
    ? readdirSync(debianFolder).map((version) => join(debianFolder, version, 'bin'))
    : []
  const found = [...ofDebian, ...(process.env['PATH'] ?? '').split(delimiter)]
    .filter((folder) => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))))
    .map((folder) => ({ folder, version: versionIn(folder) }))
    .filter(({ version }) => version >= oldest)
  return found.sort((one, other) => other.version - one.version)[0]?.folder
}

/** Zero for a program that does not say. */
function versionIn(folder: string): number {
  try {
    const said = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
    return Number(/\) (\d+)/u.exec(said)?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; await sleep(50)) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (isOver(server) || Date.now() > deadline) throw error
    }
  }
}

/** SIGINT: what is open is rolled back, and the server ends. */
async function end(server: ChildProcess): Promise<void> {
  if (isOver(server)) return
  const ended = once(server, 'exit')
  server.kill('SIGINT')
  await ended
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}
