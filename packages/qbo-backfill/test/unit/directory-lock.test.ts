import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDirectory } from '../../src/store/directory-lock.js'
import { processStart } from '../../src/store/process-start.js'

function freshDirectory(): string {
  return join(mkdtempSync(join(tmpdir(), 'qbo-lock-')), 'database')
}

test('a directory is locked once, and free again after it is released', () => {
  const directory = freshDirectory()
  const release = lockDirectory(directory)
  expect(() => lockDirectory(directory)).toThrow(/is open in process/u)
  release()
  expect(existsSync(`${directory}.lock`)).toBe(false)
  expect(lockDirectory(directory)).not.toThrow()
})

test('the lock of a process that was killed is taken over', async () => {
  const directory = freshDirectory()
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  await once(child, 'spawn')
  const pid = child.pid ?? 0
  const holder = { pid, start: processStart(pid), host: hostname() }
  writeFileSync(`${directory}.lock`, JSON.stringify(holder))
  expect(() => lockDirectory(directory)).toThrow(/is open in process/u)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(lockDirectory(directory)).not.toThrow()
})

test('a living process that has the number of a dead holder does not keep the lock', () => {
  const directory = freshDirectory()
  writeFileSync(`${directory}.lock`, JSON.stringify({ pid: process.pid, start: '1', host: hostname() }))
  expect(lockDirectory(directory)).not.toThrow()
})

test('a holder on another machine counts as alive, and the message says which file to delete', () => {
  const directory = freshDirectory()
  writeFileSync(`${directory}.lock`, JSON.stringify({ pid: 1, start: '1', host: 'another-machine' }))
  expect(() => lockDirectory(directory)).toThrow(`delete ${directory}.lock`)
})

test('a lock file that was cut off is taken over', () => {
  const directory = freshDirectory()
  writeFileSync(`${directory}.lock`, '{"pid":')
  expect(lockDirectory(directory)).not.toThrow()
})
