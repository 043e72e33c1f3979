// Has the client read reports of real companies, and says what it found in each; and compares the shape of those that the simulator
// knows with what it answers, field by field: node scripts/check-recorded-reports.mjs DIRECTORY
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import { createSimulator, generateCompany } from 'qbo-simulator'

const knownForms = [
  ['nothing', /^$/u],
  ['instant', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}-0[78]:00$/u],
  ['day', /^\d{4}-\d{2}-\d{2}$/u],
  ['no day', /^0-00-00$/u],
  ['amount', /^-?\d*\.\d{2}$/u],
  ['number', /^\d+$/u],
  ['currency', /^[A-Z]{3}$/u],
  ['flag', /^(?:true|false)$/u],
]

const directory = process.argv[2]
if (directory === undefined) throw new Error('Usage: node scripts/check-recorded-reports.mjs DIRECTORY')

for (const name of readdirSync(directory).filter((file) => file.endsWith('.json'))) {
  const text = readFileSync(join(directory, name), 'utf8')
  const recorded = JSON.parse(text)
  const { report } = await clientOf(text).report(recorded.Header.ReportName, { start_date: '', end_date: '' })
  const seen = cellsIn(report.rows)
  const expected = recordedCells(recorded.Rows).map(cellText)
  const isRead = seen.toSorted().join('\n') === expected.toSorted().join('\n')
  if (report.name !== recorded.Header.ReportName || report.columns.some(({ key }) => key === '') || !isRead) {
    console.log(`DIFFERENT ${name}: ${seen.length} of ${expected.length} cells, or other ones`)
    process.exitCode = 1
  } else console.log(`ok ${name}: ${report.columns.length} columns, ${seen.length} cells`)
  const keys = report.columns.map(({ key }) => key)
  const simulated = await simulatedShapes(recorded.Header.ReportName, keys)
  if (simulated === undefined) continue
  const shapes = shapesOf(recorded, keys.length > 0)
  const unknown = [...shapes].filter((shape) => !simulated.has(shape))
  if (unknown.length > 0) {
    console.log(`DIFFERENT ${name}: the simulator answers nothing like\n  ${unknown.join('\n  ')}`)
    process.exitCode = 1
  } else console.log(`ok ${name}: ${shapes.size} shapes, all of them simulated`)
}

/** Each form of what the simulator answers to a question for the report, in both its shapes; undefined where it has none. */
async function simulatedShapes(name, keys) {
  const size = { invoices: 300, customers: 20, items: 20 }
  // Amounts in the home currency are there only where there are others.
  const books = keys.some((key) => key.includes('_home_')) ? { foreignVendors: 3 } : true
  const company = generateCompany({ ...size, books })
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
    simulator.create('InventoryAdjustment', { TxnDate: '2023-05-05', Line: [] })
    for (const { Id } of simulator.records('Invoice').slice(100, 200))
      simulator.edit('Invoice', Id, { DepartmentRef: { value: '1', name: 'West Coast' } })
    const year = 'start_date=2023-01-01&end_date=2023-12-31'
    const columns = `${year}&columns=${keys.join()}`
    for (const search of [
      year,
      `${columns}&group_by=Customer`,
      `${year}&group_by=Transaction Type`,
      '',
      columns,
    ]) {
      const url = `http://simulator/v3/company/${simulator.realmIds[0]}/reports/${name}?${search}`
      const answer = await simulator.handle(
        new Request(url, { headers: { authorization: `Bearer ${token}` } }),
      )
      if (answer.status !== 200) return undefined
      for (const shape of shapesOf(await answer.json(), keys.length > 0)) shapes.add(shape)
    }
  }
  return shapes
}

function shapesOf(report, hasColumns) {
  return new Set([...shapesIn(report), ...formsIn(report, hasColumns)])
}

/** What stands in each field: in the header, in each column by its key (by its place where a sample has none), in headings and sums by their place. */
function formsIn({ Header, Columns, Rows }, hasColumns) {
  const forms = new Set()
  for (const [key, value] of Object.entries(Header))
    if (typeof value === 'string') forms.add(`${key}: ${form(value)}`)
  for (const { Name, Value } of Header.Option ?? []) forms.add(`option ${Name}: ${form(Value)}`)
  const keyed = (Columns.Column ?? []).map(({ ColType, MetaData = [] }) => {
    const key = MetaData.find(({ Name }) => Name === 'ColKey')?.Value ?? ColType
    forms.add(`column ${key} of type ${ColType}, with ${MetaData.map(({ Name }) => Name).join()}`)
    return key
  })
  const walk = (rows) => {
    for (const { ColData, Header: heading, Rows: inner, Summary: sum } of rows ?? []) {
      ColData?.forEach((cell, place) =>
        forms.add(`${(hasColumns ? keyed[place] : undefined) ?? place}: ${cellForm(cell)}`),
      )
      for (const [name, held] of Object.entries({ heading, sum }))
        held?.ColData.forEach((cell, place) => forms.add(`${name} ${place}: ${cellForm(cell)}`))
      walk(inner?.Row)
    }
  }
  walk(Rows.Row)
  return forms
}

function cellForm({ value, id }) {
  return `${form(value)}${id === undefined ? '' : id === '' ? ', no id' : ', id'}`
}

function form(value) {
  return knownForms.find(([, pattern]) => pattern.test(value))?.[0] ?? 'text'
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
  return rows.flatMap((row) =>
    row.kind === 'data'
      ? row.cells.map(cellText)
      : [...row.heading.map(cellText), ...cellsIn(row.rows), ...row.summary.map(cellText)],
  )
}

function cellText({ value, id = '' }) {
  return JSON.stringify([value, id])
}

/** Found without knowing what a row is: all in members named ColData, wherever they stand. */
function recordedCells(value) {
  if (Array.isArray(value)) return value.flatMap(recordedCells)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === 'ColData' ? inner : recordedCells(inner)))
}
