import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql, type Kysely } from 'kysely'
import { openDatabase } from 'qbo-backfill'
import { createSimulator, generateCompany, type Simulator, type SimulatorServer } from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('..', import.meta.url))
const scripts = readdirSync(folder).filter((name) => /^\d\d-.*\.(?:mjs|py)$/u.test(name))
/** Customers and items were entered before the first invoice; without them a run is yellow. */
const wholeRange = ['2020-01-01', '2025-01-01']
const sizes = { customers: 40, items: 1200, invoices: 1300 }
let simulator: Simulator
let server: SimulatorServer
let database: TestDatabase
let scratch: string

beforeAll(async () => {
  const company = generateCompany({ ...sizes, seed: 5, from: '2024-01-01', to: '2025-01-01' })
  simulator = createSimulator({ companies: [company], limits: false })
  server = await simulator.listen()
})
afterAll(() => server.close())

beforeEach(async () => {
  database = await createTestDatabase()
  scratch = await mkdtemp(join(tmpdir(), 'qbo-scripts-'))
})
afterEach(async () => {
  await database.drop()
  await rm(scratch, { recursive: true, force: true })
})

interface Outcome {
  readonly exitCode: number | null
  readonly output: string
  readonly errors: string
}

interface Running {
  readonly child: ChildProcess
  readonly outcome: Promise<Outcome>
  /** What stdout holds of this, as soon as it does. */
  says(pattern: RegExp): Promise<string>
}

/** Starts a script as a reader would, from the folder it is in, with the environment that the README names. */
function start(name: string, args: readonly string[] = [], more: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(name.endsWith('.py') ? 'python3' : process.execPath, [name, ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      QBO_ENVIRONMENT: 'sandbox',
      QBO_CLIENT_ID: simulator.clientId,
      QBO_CLIENT_SECRET: simulator.clientSecret,
      QBO_REALM_ID: simulator.realmIds[0],
      QBO_REFRESH_TOKEN: simulator.refreshToken(),
      QBO_API_BASE_URL: server.apiBaseUrl,
      QBO_TOKEN_URL: server.tokenUrl,
      QBO_TOKEN_FILE: join(scratch, 'tokens.json'),
      DATABASE_URL: database.url,
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk))
  const outcome = once(child, 'close').then(([exitCode]): Outcome => ({ exitCode, output, errors }))
  const says = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(output)?.[0]
      if (found !== undefined) return found
      if (child.exitCode !== null)
        throw new Error(`It ended without saying ${pattern.source}: ${output}${errors}`)
      await Promise.race([once(child.stdout, 'data'), outcome])
    }
  }
  return { child, outcome, says }
}

async function run(
  name: string,
  args: readonly string[] = [],
  more: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { exitCode, output, errors } = await start(name, args, more).outcome
  expect({ exitCode, errors: exitCode === 0 ? '' : errors + output }).toEqual({ exitCode: 0, errors: '' })
  expect(output + errors).not.toContain(simulator.refreshToken())
  return output
}

async function rowsOf(table: string, db: Kysely<unknown> = database.db): Promise<number> {
  const { rows } = await sql<{ rows: number }>`SELECT count(*)::int AS rows FROM ${sql.table(table)}`.execute(
    db,
  )
  return rows[0]?.rows ?? 0
}

describe('the scripts', () => {
  test.each(scripts)(
    '%s is at most 60 lines, says in two what it shows and how it is run, and keeps to the rest',
    (name) => {
      const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
      expect(lines.length).toBeLessThanOrEqual(60)
      const mark = name.endsWith('.py') ? '#' : '//'
      expect(lines[0]).toMatch(new RegExp(`^${mark} [A-Z].*\\.$`, 'u'))
      expect(lines[1]).toMatch(new RegExp(`^${mark} .*QBO_CLIENT_ID=….* ${name}`, 'u'))
      expect(lines.includes('// @ts-check')).toBe(mark === '//')
    },
  )

  test('are all there, and all have their types checked', async () => {
    expect(scripts.map((name) => name.slice(0, 2))).toEqual(
      Array.from({ length: 10 }, (_, index) => String(index + 1).padStart(2, '0')),
    )
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
    const child = spawn(process.execPath, [compiler, '-p', folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    let complaints = ''
    child.stdout.on('data', (chunk) => (complaints += chunk))
    const [exitCode] = await once(child, 'close')
    expect({ exitCode, complaints }).toEqual({ exitCode: 0, complaints: '' })
  })
})

test('01 connects a company through a browser, and the next script needs no token', async () => {
  const authorizing = start('01-authorize.mjs', [], { REDIRECT_PORT: '0' })
  await fetch(await authorizing.says(/http\S+\/connect\/oauth2\S+/u))
  expect(await authorizing.outcome).toMatchObject({ exitCode: 0, errors: '' })
  const { output } = await authorizing.outcome
  expect(output).toContain(`QBO_REALM_ID=${simulator.realmIds[0]}`)
  expect(output).not.toContain(simulator.refreshToken())
  await run('04-write-raw-pages.mjs', [], { QBO_REFRESH_TOKEN: '' })
})

test('02 reads every invoice of the range once', async () => {
  const output = await run('02-query-pages.mjs')
  expect(output).toContain('1300 of 1300 invoices read')
  expect(output.split('\n').filter((line) => line.startsWith('From '))).toHaveLength(2)
  expect(await run('02-query-pages.mjs', ['2030-01-01', '2031-01-01'])).toBe('0 of 0 invoices read\n')
})

test('03 counts inactive records too', async () => {
  const output = await run('03-count.mjs')
  expect(output).toMatch(
    /^Customer: 40\nItem: 1200\nInvoice: 1300\nFirst invoice: 2024-01-\d\d\nLast invoice: 2024-12-\d\d\n$/u,
  )
})

test.each(['PostgreSQL', 'PGlite'])(
  '04 writes every item to %s, and the second time changes nothing',
  async (kind) => {
    const url = kind === 'PGlite' ? `pglite:${join(scratch, 'database')}` : database.url
    expect(await run('04-write-raw-pages.mjs', [], { DATABASE_URL: url })).toContain(
      '"inserted":1000,"updated":0',
    )
    const again = await run('04-write-raw-pages.mjs', [], { DATABASE_URL: url })
    expect(again).toContain('"inserted":0,"updated":0,"unchanged":1000')
    const opened = await openDatabase(url)
    expect(await rowsOf('raw.qb_items', opened.db)).toBe(1200)
    await opened.close()
  },
)

test('05 draws a bar up to the end, and leaves a proved table', async () => {
  const { exitCode, output, errors } = await start('05-backfill-with-progress-bar.mjs', wholeRange).outcome
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining('green:') })
  expect(output).toContain('Invoice: 1300 in the table, 1300 at QuickBooks')
  expect(errors).toContain('█'.repeat(30) + ' 2540 of 2540')
  expect(await rowsOf('raw.qb_invoices')).toBe(1300)
})

test('05 stops at Ctrl+C and goes on when it is run again', async () => {
  const stopListening = simulator.onRequest(async ({ statement = '' }) => {
    if (!/^select \* from invoice/iu.test(statement)) return
    stopListening()
    child.kill('SIGINT')
    await outcome
  })
  const { child, outcome } = start('05-backfill-with-progress-bar.mjs', wholeRange)
  const { exitCode, errors } = await outcome
  expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: expect.stringContaining('Run again to go on') })
  expect(await run('05-backfill-with-progress-bar.mjs', wholeRange)).toContain('green:')
  expect(await rowsOf('qbo_backfill.runs')).toBe(1)
})

test('06 runs once at its instant, which it shows in the local zone too', async () => {
  const output = await run('06-one-time-trigger.mjs')
  expect(output).toMatch(/waits for \d{4}-\d\d-\d\d \d\d:\d\d.* America\/Guayaquil/u)
  expect(output).toMatch(/First look: green\nSecond look: nothing is due\nTrigger \d+ is completed\n$/u)
  expect(await rowsOf('qbo_backfill.runs')).toBe(1)
  expect(await rowsOf('raw.qb_invoices')).toBe(1300)
})

describe.each(['07-subprocess-from-node.mjs', '08-subprocess-from-python.py'])('%s', (name) => {
  test('follows the command line and ends as it does', async () => {
    expect(await run(name, wholeRange)).toMatch(/green: \d+ API calls\n$/u)
    expect(await rowsOf('raw.qb_customers')).toBe(40)
  })

  test('tells what is wrong, with the exit code of the command line', async () => {
    const wrong = await start(name, ['2025-01-01', '2024-01-01']).outcome
    expect(wrong.exitCode).toBe(2)
    expect(wrong.output).toContain('BACKFILL_INVALID_OPTIONS: The range ends before it starts')
  })

  test('leaves no orphan when it is killed', async () => {
    let calls = 0
    const stopListening = simulator.onRequest(async ({ statement = '' }) => {
      calls += 1
      if (!/^select \* from invoice/iu.test(statement)) return
      stopListening()
      parent.child.kill('SIGKILL')
      await parent.outcome
    })
    const parent = start(name, wholeRange)
    await parent.outcome
    const before = calls
    // The child has ended when its lock is gone: only then can another run have the company.
    const next = start('05-backfill-with-progress-bar.mjs', wholeRange)
    const { output, errors } = await next.outcome
    expect(output + errors).toContain('green:')
    expect(before).toBeGreaterThan(0)
  })
})

test('09 finds nothing in sound books, and names the invoice that owes more than it is worth', async () => {
  expect(await run('09-your-own-check.mjs')).toBe('green\n')
  const [invoice] = simulator.records('Invoice')
  const id = String(invoice?.['Id'])
  simulator.edit('Invoice', id, { Balance: 999_999 }, { touch: false })
  try {
    const output = await run('09-your-own-check.mjs')
    expect(output).toContain(`yellow\nInvoices that owe too much: ${id}\n`)
  } finally {
    simulator.edit('Invoice', id, { Balance: invoice?.['Balance'] }, { touch: false })
  }
})

test('10 leaves each record once in its files, however often it is run', async () => {
  for (let time = 0; time < 2; time++) {
    expect(await run('10-your-own-sink.mjs', [scratch, ...wholeRange])).toContain('green: the pages are in')
  }
  const directory = join(scratch, simulator.realmIds[0] ?? '', 'Invoice')
  const runs = new Map<string, string[]>()
  for (const name of await readdir(directory)) {
    const text = await readFile(join(directory, name), 'utf8')
    const ids = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { Id: string }).Id)
    const key = decodeURIComponent(name).split('/')[0] ?? ''
    runs.set(key, [...(runs.get(key) ?? []), ...ids])
  }
  for (const ids of runs.values()) expect([new Set(ids).size, ids.length]).toEqual([1300, 1300])
})
