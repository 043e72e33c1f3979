import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, depth } from 'testkit'
import { expect, test } from 'vitest'
import { codeBlocks, readPage, root } from './page.ts'

const english = 'docs/acceptance.md'
const spanish = 'docs/es/acceptance.md'

/** The blocks for a shell, but for the first: what it builds is built when tests run. */
const blocks = codeBlocks(english)
  .filter(({ language }) => language === 'sh')
  .slice(1)

/** The name that stands in a comment before each block. */
const names = [...readPage(english).matchAll(/^<!-- (?<name>\w+) -->$/gmu)].map(
  (match) => match.groups?.['name'] ?? '',
)

/** Found at once: npx looks for a command longer than most of them run. */
const npx = 'npx() { node_modules/.bin/"$@"; }'

/** Runs the blocks in one shell, as a person would, and returns what each printed. */
async function runBlocks(more: NodeJS.ProcessEnv): Promise<Readonly<Record<string, string>>> {
  const directory = mkdtempSync(join(tmpdir(), 'qbo-acceptance-'))
  const marked = blocks.map(({ text }, index) => `echo "=== ${names[index]}"\n${text}`)
  const script = `set -eu\n${npx}\ntrap 'kill $SIMULATOR 2>/dev/null || true' EXIT\n${marked.join('\n')}`
  try {
    const shell = spawn('bash', ['-c', script], {
      cwd: root,
      env: { PATH: process.env['PATH'], HOME: directory, OUT: directory, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let complaints = ''
    shell.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    shell.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
    const exitCode = await new Promise((resolve) => shell.on('close', resolve))
    if (exitCode !== 0) throw new Error(`The commands end with ${String(exitCode)}: ${output}${complaints}`)
    const parts = output.split(/^=== /mu).slice(1)
    return Object.fromEntries(
      parts.map((part) => [part.split('\n')[0] ?? '', part.slice(part.indexOf('\n') + 1).trim()]),
    )
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function checkOutput(said: Readonly<Record<string, string>>): void {
  const lines = (name: string): readonly string[] => (said[name] ?? '').split('\n')
  expect(lines('fecha').slice(0, 2)).toEqual(['"2024-01-01T05:00:00Z"', '"2024-02-01T05:00:00Z"'])
  expect(JSON.parse(lines('fecha')[2] ?? '')).toMatchObject([{ expected: 2500, windows: 31, segments: 1 }])
  expect(lines('resume').slice(0, 4)).toEqual(['exit 75', '"BACKFILL_BUDGET_SPENT"', '"resumed":true', '0'])
  expect(said['raw']).toContain('{"rows":2500,"ids":2500,"whole":2500}')
  expect(said['raw']).toMatch(/"page_size":1000,"last_seen":"\d.*"has_run":true/u)
  expect(lines('idempotence')).toEqual(['0', '0', '2500'])
  expect(said['pages']).toMatch(/MetaData\.CreateTime.* MAXRESULTS 1000/iu)
  expect(said['pages']).toMatch(/"byStatus":\{"200":\d+\}/u)
  expect(said['evidence']).toMatch(/report\.html(?:.|\n)*volumetry\.csv|volumetry\.csv(?:.|\n)*report\.html/u)
  expect(said['evidence']).toContain('{"name":"proof","status":"green"}')
  expect(lines('evidence').at(-1)).toBe('"green"')
  expect(said['witness']).toContain('"reported_count":2500,"stored_count":2500,"same":true')
  expect(lines('witness').at(-1)).toBe('"green"')
  expect(lines('trigger').slice(0, 3)).toEqual(['"2024-01-14 21:00 America/Guayaquil"', '"completed"', '0'])
  expect(lines('trigger')[3]).toContain('"state":"completed","attempts":1')
  expect(lines('secrets')).toEqual([
    'no secret in the repository',
    'no secret in what was said and archived',
    '{"sealed":true}',
  ])
  expect(said['services']).toMatch(
    /PGHOST: postgres\n(?:\d+: +networks: \[qbo_net\]\n){3}\d+: +"Host": "postgres"/u,
  )
}

test('the commands of docs/acceptance.md show what they are for', async () => {
  expect(names).toHaveLength(blocks.length)
  const database = await createTestDatabase()
  // A database in a directory, as the page has it, is started by each of thirty commands: that takes a minute of CPU.
  const databaseUrl = depth({ quick: { DATABASE_URL: database.url }, deep: {} })
  try {
    checkOutput(await runBlocks(databaseUrl))
  } finally {
    await database.drop()
  }
}, 300_000)

interface NamedTest {
  readonly file: string
  readonly title: string
}

/** `- [name](file): title`, which may go on in the next line. */
function testsNamedIn(page: string): readonly NamedTest[] {
  const entry = /^- \[[^\]]+\]\((?:\.\.\/)+(?<file>[^)]+)\): (?<title>.*)$/gmu
  return [
    ...readPage(page)
      .replaceAll(/\n {2}(?=\S)/gu, ' ')
      .matchAll(entry),
  ].map((match) => ({
    file: match.groups?.['file'] ?? '',
    title: match.groups?.['title'] ?? '',
  }))
}

test('every test that docs/acceptance.md names exists', () => {
  const named = testsNamedIn(english)
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter(({ file, title }) => !readPage(file).includes(`'${title}'`))).toEqual([])
})

test('both languages have the same commands and name the same tests', () => {
  const commandsOf = (page: string): readonly string[] => codeBlocks(page).map(({ text }) => text)
  expect(commandsOf(spanish)).toEqual(commandsOf(english))
  expect(testsNamedIn(spanish)).toEqual(testsNamedIn(english))
})
