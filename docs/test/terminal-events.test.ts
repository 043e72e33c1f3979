import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readArguments } from '../../packages/qbo-backfill/src/cli/arguments.ts'
import { cliCommands, type CliCommand } from './cli-commands.ts'
import { startCompany, type AnsweringCompany } from './company.ts'
import { namesIn, readPage, tableAfter } from './page.ts'

const rows = tableAfter(readPage('docs/reference/events.md'), '<!-- terminal events -->\n')
const range = '--entities customers,items,invoices --from 2020-01-01 --to 2024-02-01'

let database: TestDatabase
let company: AnsweringCompany
let commands: readonly CliCommand[]
const evidence = mkdtempSync(join(tmpdir(), 'qbo-docs-'))

beforeAll(async () => {
  database = await createTestDatabase()
  company = await startCompany(database.url)
  commands = await cliCommands()
})
afterAll(async () => {
  await company.close()
  await database.drop()
  rmSync(evidence, { recursive: true, force: true })
})

/** Runs a command as the command line would, and returns its terminal event. */
async function terminalEventOf(line: string): Promise<Readonly<Record<string, unknown>>> {
  const found = commands.find(({ words }) => `${line} `.startsWith(`${words} `))
  if (found === undefined) throw new Error(`There is no command for ${line}`)
  const { command } = found
  const argv = line.split(' ').slice(1)
  const outcome = await command.run({
    given: readArguments(command.name, argv, command.flags, company.environment, command),
    signal: new AbortController().signal,
    interactive: false,
    onEvent: () => undefined,
    note: () => undefined,
  })
  expect([line, outcome.exitCode]).toEqual([line, 0])
  return JSON.parse(JSON.stringify(outcome.event)) as Record<string, unknown>
}

test('docs/reference/events.md has the fields of the terminal event of every command', async () => {
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
    'prune --keep-runs 9',
    'auth status',
    'auth revoke',
  ]
  // Of auth login its fields are those of auth status, and its own tests have it.
  const tried = [...lines.map((line) => words(line)), 'auth login'].toSorted()
  expect(tried).toEqual(commands.map((command) => command.words).toSorted())
  expect(rows.map(([command = '']) => namesIn(command).join()).toSorted()).toEqual(tried)
  for (const line of lines) {
    if (line.startsWith('trigger release'))
      await database.pool.query(`UPDATE qbo_backfill.triggers SET state = 'failed'`)
    const { type, ...fields } = await terminalEventOf(line)
    const row = rows.find(([command = '']) => namesIn(command).join() === words(line))
    expect([line, row?.[1], namesIn(row?.[2] ?? '').toSorted()]).toEqual([
      line,
      `\`${String(type)}\``,
      Object.keys(fields).toSorted(),
    ])
  }
})

function words(line: string): string {
  return commands.find((command) => `${line} `.startsWith(`${command.words} `))?.words ?? line
}
