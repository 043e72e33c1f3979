import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliCommands, readLine } from './cli-commands.ts'
import { startCompany, type AnsweringCompany } from './company.ts'
import { namesIn, tableAfter } from './page.ts'
import { readReference, references } from './reference-pages.ts'

const range = '--entities customers,items,invoices --from 2024-01-01 --to 2024-02-01'

let database: TestDatabase
let company: AnsweringCompany
const evidence = mkdtempSync(join(tmpdir(), 'qbo-docs-'))

beforeAll(async () => {
  database = await createTestDatabase()
  company = await startCompany(database.url)
})
afterAll(async () => {
  await company.close()
  await database.drop()
  rmSync(evidence, { recursive: true, force: true })
})

/** Runs a command as the command line would, and returns its terminal event. */
async function terminalEventOf(line: string): Promise<Readonly<Record<string, unknown>>> {
  const { load, given } = readLine(line.split(' '), company.environment)
  const run = await load()
  const outcome = await run({
    given,
    signal: new AbortController().signal,
    interactive: false,
    onEvent: () => undefined,
    note: () => undefined,
  })
  expect([line, outcome.exitCode]).toEqual([line, 0])
  return JSON.parse(JSON.stringify(outcome.event)) as Record<string, unknown>
}

test('both languages have the fields of the terminal event of every command', async () => {
  const lines = [
    'migrate --entities customers',
    'doctor',
    `plan ${range}`,
    `run ${range} --evidence ${evidence}`,
    'status',
    `report --evidence ${evidence}`,
    `verify ${range}`,
    'sync',
    'rejects list',
    'rejects acknowledge --all',
    'rejects replay',
    `trigger add --at 2024-01-15T02:00:00Z --run-if-past ${range}`,
    'trigger list',
    'trigger run-due',
    'trigger release 1',
    'trigger prune',
    'views create --style flat',
    'views list',
    'views drop --style flat',
    'prune --keep-runs 9',
    'auth status',
    'auth revoke',
  ]
  // Of auth login its fields are those of auth status, and its own tests have it; init asks a person.
  const tried = [...lines.map((line) => words(line)), 'auth login', 'init'].toSorted()
  expect(tried).toEqual(
    cliCommands
      .filter(({ load }) => load !== undefined)
      .map(({ name }) => name)
      .toSorted(),
  )
  const told: { line: string; type: string; fields: readonly string[] }[] = []
  for (const line of lines) {
    if (line.startsWith('trigger release'))
      await database.pool.query(`UPDATE qbo_backfill.triggers SET state = 'failed'`)
    const { type, ...fields } = await terminalEventOf(line)
    told.push({ line, type: `\`${String(type)}\``, fields: Object.keys(fields).toSorted() })
  }
  for (const language of references) {
    const rows = tableAfter(readReference(language, 'events.md'), '<!-- terminal events -->\n')
    expect(rows.map(([command = '']) => namesIn(command).join()).toSorted()).toEqual(tried)
    for (const { line, type, fields } of told) {
      const row = rows.find(([command = '']) => namesIn(command).join() === words(line))
      expect([line, row?.[1], namesIn(row?.[2] ?? '').toSorted()]).toEqual([line, type, fields])
    }
  }
})

function words(line: string): string {
  return cliCommands.find(({ name }) => `${line} `.startsWith(`${name} `))?.name ?? line
}
