import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serverDatabaseWithTables } from '../databases.js'
import { hostOfEachTest } from '../host.js'

/** A host that keeps pages in a file, and dies between the file's confirmation and the database's commit. */
const program = `
import { writeFileSync, openSync, fsyncSync } from 'node:fs'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import { openDatabase, postgresStore, qboSource, runBackfill } from 'qbo-backfill'
const { env } = process
const { db, close } = await openDatabase(env.DATABASE_URL)
const client = createQboClient({
  environment: 'sandbox', realmId: env.QBO_REALM_ID, clientId: env.QBO_CLIENT_ID, clientSecret: env.QBO_CLIENT_SECRET,
  tokenStore: memoryTokenStore(), seedRefreshToken: env.QBO_REFRESH_TOKEN,
  apiBaseUrl: env.QBO_API_BASE_URL, tokenUrl: env.QBO_TOKEN_URL, rateLimit: false,
})
const file = openSync(env.COPY, 'a')
let confirmed = 0
const pageSink = {
  async write({ key, records }) {
    writeFileSync(file, JSON.stringify({ key, ids: records.map(({ record }) => record.Id) }) + '\\n')
    fsyncSync(file)
    confirmed += 1
    if (confirmed === 2) process.kill(process.pid, 'SIGKILL')
  },
}
const report = await runBackfill({
  source: qboSource(client), store: postgresStore({ db }), pageSink,
  entities: ['invoices'], from: '2024-10-01', to: '2025-01-01', concurrency: 1,
})
await close()
process.stdout.write(JSON.stringify(report))
`

const host = hostOfEachTest(
  { seed: 11, customers: 10, items: 10, invoices: 2001, from: '2024-10-01' },
  serverDatabaseWithTables,
)
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbo-copy-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function runHost(): Promise<{ signal: NodeJS.Signals | null; stdout: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      PATH: process.env['PATH'],
      COPY: join(folder, 'copy.ndjson'),
      ...host.environment(),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { signal, stdout }
}

test('a host killed between its sink’s confirmation and the commit gets the same page again, and loses none', async () => {
  let ended = await runHost()
  let kills = 0
  for (; ended.signal === 'SIGKILL' && kills < 10; kills++) ended = await runHost()
  const report = JSON.parse(ended.stdout) as { runId: string; status: string; entities: unknown[] }
  expect(report.status).toBe('green')
  expect(report.entities[0]).toMatchObject({ inserted: 2001, unchanged: 0, loaded: 2001 })
  const delivered = readFileSync(join(folder, 'copy.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { key: string; ids: readonly string[] })
  // Each host commits one page and dies after the next one was confirmed, which then comes once more.
  expect(kills).toBe(2)
  expect(delivered.map(({ key }) => key)).toEqual([1, 2, 2, 3, 3].map((page) => `${report.runId}/1/${page}`))
  // What comes again may end elsewhere, where records share a second: the page that replaces it is the one that counts.
  const last = new Map(delivered.map(({ key, ids }) => [key, ids]))
  expect([...last.values()].flat()).toHaveLength(2001)
  expect(new Set([...last.values()].flat()).size).toBe(2001)
})
