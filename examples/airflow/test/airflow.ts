import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const dags = fileURLToPath(new URL('../dags', import.meta.url))
const cli = fileURLToPath(new URL('../../../packages/qbo-backfill/dist/bin.js', import.meta.url))

/** An administrator's own rule for all tasks, so that a test need not wait for minutes between two tries. */
const policy = `from datetime import timedelta

def task_policy(task):
    task.retry_delay = timedelta(seconds=1)
`

export interface Airflow {
  /** AIRFLOW_HOME: its database, its logs. */
  readonly home: string
  /** Runs `airflow …` to its end. */
  run(...argv: readonly string[]): Promise<{ readonly exitCode: number | null; readonly output: string }>
  /** Starts scheduler, executor and API server, as `airflow standalone` does. */
  start(): Promise<void>
  /** Asks the REST API, under /api/v2. */
  api<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<T>
  close(): Promise<void>
}

/** An Airflow with a home of its own, from the virtual environment `venv`; `environment` is its workers'. */
export async function createAirflow(
  venv: string,
  environment: Readonly<Record<string, string>>,
): Promise<Airflow> {
  const home = await mkdtemp(join(tmpdir(), 'qbo-airflow-'))
  await mkdir(join(home, 'config'))
  await writeFile(join(home, 'config/airflow_local_settings.py'), policy)
  const [apiPort, workerLogPort, triggererLogPort] = await Promise.all([freePort(), freePort(), freePort()])
  const url = `http://127.0.0.1:${apiPort}`
  const env = {
    PATH: [join(venv, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
    HOME: home,
    PYTHONDONTWRITEBYTECODE: '1',
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__DAGS_FOLDER: dags,
    AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
    AIRFLOW__CORE__PARALLELISM: '4',
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS: 'True',
    AIRFLOW__API__HOST: '127.0.0.1',
    AIRFLOW__API__PORT: String(apiPort),
    AIRFLOW__API__BASE_URL: url,
    AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT: String(workerLogPort),
    AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT: String(triggererLogPort),
    QBO_BACKFILL_COMMAND: `"${process.execPath}" "${cli}"`,
    ...environment,
  }
  let standalone: ChildProcess | undefined
  let token = ''
  const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return {
    home,
    async run(...argv) {
      const child = spawn('airflow', argv, { env, stdio: ['ignore', 'pipe', 'pipe'] })
      let output = ''
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
      await once(child, 'close')
      return { exitCode: child.exitCode, output }
    },
    async start() {
      // A group of its own, so that its end is the end of every part of it.
      standalone = spawn('airflow', ['standalone'], {
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const log = createWriteStream(join(home, 'standalone.log'))
      standalone.stdout?.pipe(log)
      standalone.stderr?.pipe(log)
      while (!(await isHealthy(url))) {
        if (standalone.exitCode !== null) throw new Error(`airflow standalone ended; see ${home}`)
        await delay(500)
      }
      const answer = await ask('GET', '/auth/token')
      token = ((await answer.json()) as { access_token: string }).access_token
    },
    async api<T>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await ask(method, `/api/v2${path}`, body)
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as T
    },
    async close() {
      if (standalone?.pid !== undefined) await endGroup(standalone.pid)
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/v2/monitor/health`)
    const health = (await answer.json()) as Readonly<Record<string, { status: string | null }>>
    return ['metadatabase', 'scheduler', 'dag_processor'].every((part) => health[part]?.status === 'healthy')
  } catch {
    return false
  }
}

/** Asks every process of the group to end, waits, and ends those that are left. */
async function endGroup(pid: number): Promise<void> {
  const deadline = Date.now() + 15_000
  try {
    process.kill(-pid, 'SIGTERM')
    while (Date.now() < deadline) {
      process.kill(-pid, 0)
      await delay(200)
    }
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody of the group is left.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
