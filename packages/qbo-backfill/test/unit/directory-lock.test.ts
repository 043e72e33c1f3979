import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDirectory } from '../../src/database/directory-lock.js'

function freshDirectory(): string {
  return join(mkdtempSync(join(tmpdir(), 'qbo-lock-')), 'database')
}

/** As another container writes it, whose pids mean nothing here. */
const foreign = JSON.stringify({ pid: 1, start: '1', host: 'another-machine', scope: 'elsewhere', id: 'x' })

test('a directory is locked once, and free again after it is released', () => {
  const directory = freshDirectory()
  const lock = lockDirectory(directory)
  expect(() => lockDirectory(directory)).toThrow(/is open in process/u)
  lock.release()
  expect(existsSync(`${directory}.lock`)).toBe(false)
  expect(lockDirectory(directory).isHeld()).toBe(true)
})

test('a holder on another machine counts as alive, and the message says which file to delete', () => {
  const directory = freshDirectory()
  writeFileSync(`${directory}.lock`, foreign)
  expect(() => lockDirectory(directory)).toThrow(`delete ${directory}.lock`)
})

test('one that gave no sign of life for ten minutes is gone, and not one that is busy with a statement', () => {
  const directory = freshDirectory()
  writeFileSync(`${directory}.lock`, foreign)
  const ago = (ms: number): Date => new Date(Date.now() - ms)
  utimesSync(`${directory}.lock`, ago(590_000), ago(590_000))
  expect(() => lockDirectory(directory)).toThrow(/is open in process 1 on another-machine/u)
  utimesSync(`${directory}.lock`, ago(610_000), ago(610_000))
  expect(lockDirectory(directory).isHeld()).toBe(true)
})

test('a lock that somebody deleted is not held any more, and nothing is left of it', () => {
  const directory = freshDirectory()
  const lock = lockDirectory(directory)
  rmSync(`${directory}.lock`)
  expect(lock.isHeld()).toBe(false)
  lock.release()
  expect(readdirSync(join(directory, '..'))).toEqual([])
})
