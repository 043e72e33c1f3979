// npm run demo: three years of a made-up company, from a QuickBooks Online that runs offline into a PostgreSQL that runs
// in this directory, proved complete; then the same range once more, to show that nothing changes. What you watch is the
// real command line, run as you would run it against a real company.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const output = join(root, 'demo-output')
// Customers and items were entered from late 2020 on; the first invoice is of 2022.
const range = ['--fecha-inicio', '2020-01-01', '--fecha-fin', '2025-01-01']

rmSync(output, { recursive: true, force: true })
console.log(
  'A company with 2,000 customers, 500 items and 30,000 invoices over three years is being made up …',
)
const company = await startSimulator()
try {
  console.log(
    `A QuickBooks Online of our own answers at ${company.apiBaseUrl}: 500 calls a minute, 10 a second.\n`,
  )
  console.log('1. First run: all customers, items and invoices up to the end of 2024.\n')
  await backfill()
  console.log('\n2. The same range again: a new run, which really reads everything again.\n')
  await backfill()
} finally {
  company.stop()
}
const shown = relative(process.cwd(), output) || '.'
console.log(`
The database is in ${shown}/database, the evidence of both runs (report.html, report.json, volumetry.csv) in
${shown}/evidence. Ask the database something:

  npm run demo:query -- "SELECT id, payload->>'TotalAmt' AS total FROM raw.qb_invoices LIMIT 5"
  npm run demo:query -- "SELECT first_date::text, loaded FROM qbo_backfill.windows WHERE entity = 'Invoice' LIMIT 5"
`)

/** The simulator in a process of its own, as QuickBooks is; it ends when this one does. */
async function startSimulator() {
  const flags = [
    '--customers',
    '2000',
    '--items',
    '500',
    '--invoices',
    '30000',
    '--from',
    '2022-01-01',
    '--to',
    '2025-01-01',
  ]
  const child = spawn(
    process.execPath,
    [join(root, 'packages/qbo-simulator/dist/bin.js'), '--port', '0', '--stop-on-stdin-end', ...flags],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const [line] = await once(createInterface(child.stdout), 'line')
  return { ...JSON.parse(line), stop: () => child.stdin.end() }
}

/** `qbo-backfill run`, with the secrets in the environment. In a terminal it draws its own bar and table. */
async function backfill() {
  const inTerminal = process.stdout.isTTY === true
  const child = spawn(
    process.execPath,
    [
      join(root, 'packages/qbo-backfill/dist/bin.js'),
      'run',
      '--entities',
      'customers,items,invoices',
      ...range,
      '--evidence',
      join(output, 'evidence'),
    ],
    {
      stdio: ['ignore', inTerminal ? 'inherit' : 'pipe', 'inherit'],
      env: {
        ...process.env,
        QBO_CLIENT_ID: company.clientId,
        QBO_CLIENT_SECRET: company.clientSecret,
        QBO_REALM_ID: company.realmId,
        QBO_REFRESH_TOKEN: company.refreshToken,
        QBO_ENVIRONMENT: 'sandbox',
        QBO_API_BASE_URL: company.apiBaseUrl,
        QBO_TOKEN_URL: company.tokenUrl,
        DATABASE_URL: `pglite:${join(output, 'database')}`,
      },
    },
  )
  const ended = once(child, 'exit')
  if (!inTerminal) await follow(child.stdout)
  const [exitCode] = await ended
  if (exitCode !== 0) throw new Error(`qbo-backfill run ended with exit code ${exitCode}.`)
}

/** Without a terminal the command line prints events, one JSON object a line: this is how a program follows a run. */
async function follow(stdout) {
  let event
  for await (const line of createInterface(stdout)) {
    event = JSON.parse(line)
    if (event.type === 'progress') console.log(`${event.phase}: ${event.records} of ${event.expected} rows`)
  }
  const columns = ['status', 'expected', 'loaded', 'inserted', 'updated', 'unchanged', 'apiCalls']
  const rows = event.report.entities.map((entity) => [
    entity.entity,
    { ...Object.fromEntries(columns.map((name) => [name, entity[name]])), seconds: entity.durationMs / 1000 },
  ])
  console.table(Object.fromEntries(rows))
}
