import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { makePgliteDirectory } from 'testkit'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/index.js'

const built = new URL('../../dist/index.js', import.meta.url).href

const freshDirectory = (): string => join(mkdtempSync(join(tmpdir(), 'qbo-pglite-')), 'db')

async function madeDirectory(): Promise<string> {
  const directory = freshDirectory()
  await makePgliteDirectory(directory)
  return directory
}

const foreign = JSON.stringify({ pid: 1, start: '1', host: 'another-machine', scope: 'elsewhere', id: 'x' })

function modeOf(path: string): number {
  return statSync(path).mode & 0o777
}

test('the directory is its owner’s alone, also one that an earlier version made readable', async () => {
  const directory = freshDirectory()
  // As a process leaves it that is killed while it makes one.
  mkdirSync(join(`${directory}.unfinished`, 'base'), { recursive: true })
  await (await openDatabase(`pglite:${directory}`)).close()
  expect(modeOf(directory)).toBe(0o700)
  chmodSync(directory, 0o755)
  await (await openDatabase(`pglite:${directory}`)).close()
  expect(modeOf(directory)).toBe(0o700)
  expect(readdirSync(join(directory, '..'))).toEqual(['db'])
})

/** Every file, with when it was written. */
function filesOf(directory: string): readonly string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).toSorted()
  return names.map((name) => `${name} ${statSync(join(directory, name)).mtimeMs}`)
}

test('a database that another process took over is not touched any more, not even by closing it', async () => {
  const directory = await madeDirectory()
  const { db, close } = await openDatabase(`pglite:${directory}`)
  await sql`CREATE TABLE kept (id integer)`.execute(db)
  rmSync(`${directory}.lock`)
  writeFileSync(`${directory}.lock`, foreign)
  const before = filesOf(directory)
  await expect(sql`INSERT INTO kept VALUES (1)`.execute(db)).rejects.toMatchObject({
    code: 'BACKFILL_LOCKED',
    retryable: true,
  })
  await close()
  expect(filesOf(directory)).toEqual(before)
  expect(readFileSync(`${directory}.lock`, 'utf8')).toBe(foreign)
})

test('a process that was killed gives its directory to the next one at once', async () => {
  const directory = await madeDirectory()
  const program = `const { openDatabase } = await import(${JSON.stringify(built)})
    await openDatabase('pglite:${directory}')
    console.log('open')
    setInterval(() => undefined, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program])
  onTestFinished(() => void holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  await expect(openDatabase(`pglite:${directory}`)).rejects.toMatchObject({ code: 'BACKFILL_LOCKED' })
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  await (await openDatabase(`pglite:${directory}`)).close()
})
