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
const database = join(output, 'database')
const evidence = join(output, 'evidence')

rmSync(output, { recursive: true, force: true })
console.log(
  'A company with 2,000 customers, 500 items and 30,000 invoices over three years is being made up …',
)
const simulator = await startSimulator([
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
])
try {
  console.log(
    `QuickBooks Online (offline) listens on ${simulator.apiBaseUrl}, 500 calls a minute, 10 a second.\n`,
  )
  console.log('1. First run: customers, items and invoices of 2022, 2023 and 2024.\n')
  await backfill(simulator)
  console.log('\n2. The same range again: a new run, which really reads everything again.\n')
  await backfill(simulator)
} finally {
  simulator.stop()
}
const shown = relative(process.cwd(), output) || '.'
console.log(`
The database is in ${shown}/database, the evidence (report.html, report.json, volumetry.csv) in ${shown}/evidence.
Ask it something:

  npm run demo:query -- "SELECT id, payload->>'TotalAmt' AS total FROM raw.qb_invoices LIMIT 5"
  npm run demo:query -- "SELECT window_start_utc, loaded FROM qbo_backfill.windows WHERE entity = 'Invoice' LIMIT 5"
`)

/** The simulator in a process of its own, as QuickBooks is; it ends when this one does. */
async function startSimulator(flags) {
  const bin = join(root, 'packages/qbo-simulator/dist/bin.js')
  const child = spawn(process.execPath, [bin, '--port', '0', '--stop-on-stdin-end', ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  return { ...JSON.parse(line), stop: () => child.stdin.end() }
}

/** `qbo-backfill run`, with the secrets in the environment and the terminal handed on, so that it draws its bar. */
async function backfill(company) {
  const bin = join(root, 'packages/qbo-backfill/dist/bin.js')
  const flags = [
    '--entities',
    'customers,items,invoices',
    '--fecha-inicio',
    '2022-01-01',
    '--fecha-fin',
    '2025-01-01',
    '--evidence',
    evidence,
  ]
  const child = spawn(process.execPath, [bin, 'run', ...flags], {
    stdio: 'inherit',
    env: {
      ...process.env,
      QBO_CLIENT_ID: company.clientId,
      QBO_CLIENT_SECRET: company.clientSecret,
      QBO_REALM_ID: company.realmId,
      QBO_REFRESH_TOKEN: company.refreshToken,
      QBO_ENVIRONMENT: 'sandbox',
      QBO_API_BASE_URL: company.apiBaseUrl,
      QBO_TOKEN_URL: company.tokenUrl,
      DATABASE_URL: `pglite:${database}`,
    },
  })
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0) {
    process.exitCode = exitCode ?? 1
    throw new Error(`qbo-backfill run ended with exit code ${exitCode}.`)
  }
}
