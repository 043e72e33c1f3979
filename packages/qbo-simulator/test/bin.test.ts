import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { parseFlags } from '../src/cli/flags.js'
import { loadRecordings } from '../src/index.js'

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url))
const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [bin, ...args])
  children.push(child)
  return child
}

async function firstLine(child: ChildProcess): Promise<Record<string, string>> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
  return JSON.parse(chunk.toString()) as Record<string, string>
}

describe('the program', () => {
  test('says in one line where it listens and with what to call it, and ends on SIGTERM', async () => {
    const child = start('--invoices', '20', '--customers', '5', '--items', '3', '--realm-id', '77')
    const line = await firstLine(child)
    expect(line).toMatchObject({ type: 'listening', realmId: '77', clientId: 'simulator-client' })
    expect(line['tokenUrl']).toBe(`${line['url']}/oauth2/v1/tokens/bearer`)
    const records = await fetch(`${line['url']}/_control/records?entity=Invoice`)
    expect(await records.json()).toHaveLength(20)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('ends with its stdin, on demand', async () => {
    const child = start('--invoices', '1', '--stop-on-stdin-end')
    await firstLine(child)
    child.stdin?.end()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test.each([
    [['--nope'], /^qbo-simulator: Unknown option '--nope'\n$/],
    [['--invoices', 'many'], /^qbo-simulator: --invoices must be a whole number, not "many"\n$/],
    [['--from', '2025-01-01'], /^qbo-simulator: from must be before to\n$/],
    [['extra'], /^qbo-simulator: Unexpected argument "extra"; files go after --recordings\n$/],
    [['--recordings'], /^qbo-simulator: --recordings needs at least one file\n$/],
  ])('refuses %j in one line', async (args, message) => {
    const child = start(...args)
    const errors: string[] = []
    child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
    expect(await once(child, 'close')).toEqual([2, null])
    expect(errors.join('')).toMatch(message)
  })
})

test('flags have the sizes of the demo by default', () => {
  expect(parseFlags([])).toMatchObject({
    port: 0,
    customers: 2000,
    items: 500,
    invoices: 30_000,
    books: false,
    isUnlimited: false,
  })
})

test('recorded answers make a company; the later of two records with one Id stays', () => {
  const directory = mkdtempSync(join(tmpdir(), 'recordings-'))
  const record = (rows: object[]): object => ({
    method: 'GET',
    path: '/v3/company/{realmId}/query',
    query: 'SELECT * FROM Customer',
    status: 200,
    body: { QueryResponse: { Customer: rows, startPosition: 1, maxResults: rows.length }, time: '' },
  })
  const files = [
    record([{ Id: '1', DisplayName: 'old' }, { Id: '2' }]),
    record([{ Id: '1', DisplayName: 'new' }]),
  ].map((content, at) => {
    const file = join(directory, `${at}.json`)
    writeFileSync(file, JSON.stringify(content))
    return file
  })
  writeFileSync(join(directory, 'other.json'), '{}')
  expect(loadRecordings(files, { realmId: '5' })).toEqual({
    realmId: '5',
    records: { Customer: [{ Id: '1', DisplayName: 'new' }, { Id: '2' }] },
  })
  expect(() => loadRecordings([join(directory, 'other.json')])).toThrow('is no recorded answer of a query')
  rmSync(directory, { recursive: true })
})
