import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { favoured } from 'testkit'
import { warmReports } from './warm-reports.ts'

/** How to reach a company of the simulator. */
export interface CompanyConnection {
  readonly apiBaseUrl: string
  readonly tokenUrl: string
  readonly realmId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
}

/** A call in the simulator's log. */
export interface AnsweredCall {
  readonly host: 'api' | 'oauth'
  readonly path: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly status: number
  readonly statement?: string
}

export interface SimulatorProcess {
  readonly invoices: number
  /** With the refresh token that is good now. */
  connect(): Promise<CompanyConnection>
  /** Every call so far, in the order of the answers. */
  requests(): Promise<readonly AnsweredCall[]>
  /** How many calls the data API has answered so far. */
  calls(): Promise<number>
  /** How many of them were for reports: the second witness. */
  reportCalls(): Promise<number>
  stop(): Promise<void>
}

export interface SimulatorProcessOptions {
  readonly invoices: number
  /** Intuit's limits in force. */
  readonly limited?: boolean
  /** Of every answer, of the token host too. */
  readonly latencyMs?: number
  /** Per cent by which answers take more or less than that. @defaultValue 0 */
  readonly jitter?: number
  /** @defaultValue 2000 */
  readonly customers?: number
  /** @defaultValue 500 */
  readonly items?: number
  /** Per cent of the invoices on the last tenth of the days. */
  readonly lastTenth?: number | undefined
}

/** Starts QuickBooks in a process of its own: what it costs is not counted to anybody who reads it. */
export async function startSimulator(options: SimulatorProcessOptions): Promise<SimulatorProcess> {
  const { invoices, limited = false, latencyMs = 0, jitter = 0 } = options
  const { customers = 2000, items = 500, lastTenth } = options
  const sizes = ['--seed', '4', '--customers', String(customers), '--items', String(items)]
  const flags = [
    '--invoices',
    String(invoices),
    '--latency-ms',
    String(latencyMs),
    '--token-latency-ms',
    String(latencyMs),
    '--latency-jitter',
    String(jitter),
    ...(lastTenth === undefined ? [] : ['--last-tenth', String(lastTenth)]),
    '--stop-on-stdin-end',
    ...(limited ? [] : ['--unlimited']),
  ]
  const bin = fileURLToPath(new URL('../bin/qbo-simulator.js', import.meta.resolve('qbo-simulator')))
  const spawned = spawn(process.execPath, [bin, ...sizes, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] })
  // Its limits count calls when it hears them, and QuickBooks shares no cores with us.
  const child = limited ? favoured(spawned) : spawned
  const ended = once(child, 'exit')
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => [])])
  if (line === undefined) throw new Error('The simulator ended before it listened.')
  const connection = JSON.parse(String(line)) as CompanyConnection & { readonly url: string }
  const ask = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${connection.url}/_control/${path}`)).json()) as T
  await warmReports(connection)
  return {
    invoices,
    connect: async () => ({ ...connection, ...(await ask<{ refreshToken: string }>('refresh-token')) }),
    requests: () => ask('requests'),
    calls: async () => (await ask<{ apiCalls: number }>('stats')).apiCalls,
    reportCalls: async () =>
      (await ask<readonly AnsweredCall[]>('requests')).filter(({ path }) => path.includes('/reports/'))
        .length,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
