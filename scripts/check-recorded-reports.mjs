// Has the client read reports of real companies, and says what it found in each; and compares the shape of those that the simulator
// knows with what it answers, field by field: node scripts/check-recorded-reports.mjs DIRECTORY
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import { createSimulator, generateCompany } from 'qbo-simulator'

const directory = process.argv[2]
if (directory === undefined) throw new Error('Usage: node scripts/check-recorded-reports.mjs DIRECTORY')

for (const name of readdirSync(directory).filter((file) => file.endsWith('.json'))) {
  const text = readFileSync(join(directory, name), 'utf8')
  const recorded = JSON.parse(text)
  const { report } = await clientOf(text).report(recorded.Header.ReportName, { start_date: '', end_date: '' })
  const seen = cellsIn(report.rows)
  const expected = countCells(recorded.Rows)
  if (
    report.name !== recorded.Header.ReportName ||
    report.columns.some(({ key }) => key === '') ||
    seen !== expected
  ) {
    console.log(`DIFFERENT ${name}: ${seen} of ${expected} cells`)
    process.exitCode = 1
  } else console.log(`ok ${name}: ${report.columns.length} columns, ${seen} cells`)
  const simulated = await simulatedShapes(recorded.Header.ReportName)
  if (simulated === undefined) continue
  const unknown = [...shapesIn(recorded)].filter((shape) => !simulated.has(shape))
  if (unknown.length > 0) {
    console.log(`DIFFERENT ${name}: the simulator answers nothing like\n  ${unknown.join('\n  ')}`)
    process.exitCode = 1
  } else console.log(`ok ${name}: ${shapesIn(recorded).size} shapes, all of them simulated`)
}

/** Each form of what the simulator answers to a question for the report, in both its shapes; undefined where it has none. */
async function simulatedShapes(name) {
  const company = generateCompany({ invoices: 300, customers: 20, items: 20, books: true })
  const shapes = new Set()
  for (const isModern of [false, true]) {
    const simulator = createSimulator({ companies: [company], limits: false, reports: { isModern } })
    const basic = btoa(`${simulator.clientId}:${simulator.clientSecret}`)
    const login = await simulator.handle(
      new Request('http://simulator/oauth2/v1/tokens/bearer', {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: simulator.refreshToken() }),
      }),
    )
    const { access_token: token } = await login.json()
    simulator.inject({ kind: 'report-truncated' })
    const year = 'start_date=2023-01-01&end_date=2023-12-31'
    for (const search of [year, `${year}&group_by=Customer`, `${year}&group_by=Transaction Type`, '']) {
      const url = `http://simulator/v3/company/${simulator.realmIds[0]}/reports/${name}?${search}`
      const answer = await simulator.handle(
        new Request(url, { headers: { authorization: `Bearer ${token}` } }),
      )
      if (answer.status !== 200) return undefined
      for (const shape of shapesIn(await answer.json())) shapes.add(shape)
    }
  }
  return shapes
}

/** Members by their path and kind, and which come together. Rows within rows are rows; which column, option or row it is does not matter. */
function shapesIn(value, path = '', shapes = new Set()) {
  if (Array.isArray(value)) for (const each of value) shapesIn(each, `${path}[]`, shapes)
  else if (typeof value === 'object' && value !== null) {
    const inner = path.replace(/(?:\.Rows\.Row\[\])+$/, '.Rows.Row[]')
    // Headers differ by what is asked for, so only their members count.
    if (inner !== '.Header') shapes.add(`${inner} {${Object.keys(value).toSorted().join()}}`)
    for (const [key, held] of Object.entries(value)) shapesIn(held, `${inner}.${key}`, shapes)
  } else shapes.add(`${path} ${value === null ? 'null' : typeof value}`)
  return shapes
}

/** A client whose company answers every question with the same text. */
function clientOf(text) {
  return createQboClient({
    environment: 'sandbox',
    realmId: '1',
    clientId: 'client',
    clientSecret: 'secret',
    seedRefreshToken: 'seed',
    tokenStore: memoryTokenStore(),
    rateLimit: false,
    fetch: async (input) =>
      new URL(input.url).pathname.includes('/reports/')
        ? new Response(text)
        : Response.json({ access_token: 'access', refresh_token: 'refresh', expires_in: 3600 }),
  })
}

function cellsIn(rows) {
  return rows.reduce(
    (sum, row) =>
      sum +
      (row.kind === 'data' ? row.cells.length : row.heading.length + cellsIn(row.rows) + row.summary.length),
    0,
  )
}

/** Counted without knowing what a row is: every member named ColData, wherever it stands. */
function countCells(value) {
  if (Array.isArray(value)) return value.reduce((sum, each) => sum + countCells(each), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'ColData' ? inner.length : countCells(inner)),
    0,
  )
}
