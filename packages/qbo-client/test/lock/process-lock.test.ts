import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { depth } from 'testkit/depth'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { isAlive, newHolder, parseHolder } from '../../src/lock/lock-holder.js'
import { tryLockFile, type HeldLock } from '../../src/lock-file.js'
import { buildChild, inNewPidNamespace, startChild, type Child } from '../support/child-program.js'

const staleAfterMs = 900
let program = ''

beforeAll(async () => {
  program = await buildChild('lock-child')
})

const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'qbo-lock-')), 'lock')

function startHolder(path: string, before: readonly string[] = []): Child {
  const child = startChild([...before, process.execPath, program, path, String(staleAfterMs)])
  onTestFinished(() => void child.process.kill('SIGKILL'))
  return child
}

/** The Node process itself; with words before it, it is a grandchild. */
function pidOf(child: Child): number {
  const parent = child.process.pid ?? 0
  if (inNewPidNamespace.length === 0) return parent
  return Number(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim())
}

async function taken(path: string): Promise<HeldLock> {
  for (;;) {
    const { lock } = tryLockFile(path, staleAfterMs)
    if (lock !== undefined) return lock
    await delay(20)
  }
}

test('a lock is taken once, says who has it, and leaves nothing behind', () => {
  const path = newPath()
  const { lock } = tryLockFile(path, staleAfterMs)
  expect(tryLockFile(path, staleAfterMs).holder).toMatchObject({ pid: process.pid, host: hostname() })
  expect(lock?.isHeld()).toBe(true)
  lock?.release()
  expect(lock?.isHeld()).toBe(false)
  expect(readdirSync(join(path, '..'))).toEqual([])
})

test('a lock of this process is not seen as dead by one that counts its own pids', async () => {
  const path = newPath()
  const { lock } = tryLockFile(path, staleAfterMs)
  const other = startHolder(path, inNewPidNamespace)
  expect(await other.next()).toBe(`refused: ${process.pid}`)
  // Nor later: it gives signs of life.
  await delay(staleAfterMs * 1.5)
  expect(await startHolder(path, inNewPidNamespace).next()).toBe(`refused: ${process.pid}`)
  expect(lock?.isHeld()).toBe(true)
  lock?.release()
})

test('a process that was killed gives way at once, where its pid can be seen', async () => {
  const path = newPath()
  const child = startHolder(path)
  expect(await child.next()).toBe('taken')
  expect(tryLockFile(path, 1e9).lock).toBeUndefined()
  child.process.kill('SIGKILL')
  await once(child.process, 'exit')
  tryLockFile(path, 1e9).lock?.release()
  expect(readdirSync(join(path, '..'))).toEqual([])
})

test('a container that was killed gives way when it has given no sign of life for long', async () => {
  const path = newPath()
  const child = startHolder(path, inNewPidNamespace)
  expect(await child.next()).toBe('taken')
  await delay(staleAfterMs * 1.5)
  expect(tryLockFile(path, staleAfterMs).lock).toBeUndefined()
  child.process.kill('SIGKILL')
  await once(child.process, 'exit')
  const lock = await taken(path)
  expect(lock.isHeld()).toBe(true)
  lock.release()
})

test('a container that was paused for long finds that its lock was taken over, and leaves that one alone', async () => {
  const path = newPath()
  const child = startHolder(path, inNewPidNamespace)
  expect(await child.next()).toBe('taken')
  const pid = pidOf(child)
  process.kill(pid, 'SIGSTOP')
  // Where there are no namespaces, the lock is made one of elsewhere.
  if (inNewPidNamespace.length === 0) rmSync(path)
  const lock = await taken(path)
  const text = readFileSync(path, 'utf8')
  process.kill(pid, 'SIGCONT')
  child.process.stdin?.write('\n')
  expect(await child.next()).toBe('lost')
  child.process.stdin?.end()
  await once(child.process, 'exit')
  expect(readFileSync(path, 'utf8')).toBe(text)
  expect(lock.isHeld()).toBe(true)
  lock.release()
})

test('a process that is stopped keeps its lock for as long as it is seen to be there', async () => {
  const path = newPath()
  const child = startHolder(path)
  expect(await child.next()).toBe('taken')
  child.process.kill('SIGSTOP')
  await delay(staleAfterMs * 1.5)
  expect(tryLockFile(path, staleAfterMs).lock).toBeUndefined()
  child.process.kill('SIGCONT')
  child.process.stdin?.write('\n')
  expect(await child.next()).toBe('held')
})

test.each([
  ['another namespace, with a pid that is ours here', { ...newHolder(), scope: 'boot pid:[1]' }],
  ['another machine', { ...newHolder(), scope: 'other pid:[4026531836]', host: 'another-machine' }],
  ['a system that does not say', { ...newHolder(), scope: undefined }],
])('a holder of %s is judged by its signs of life, by the clock of the file system', (_name, holder) => {
  const path = newPath()
  writeFileSync(path, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }))
  expect(tryLockFile(path, 60_000).holder).toMatchObject({ pid: 2 ** 22 + 1 })
  const minuteAgo = new Date(Date.now() - 61_000)
  utimesSync(path, minuteAgo, minuteAgo)
  const { lock } = tryLockFile(path, 60_000)
  expect(lock?.isHeld()).toBe(true)
  lock?.release()
})

test('a living process that has the number of a dead holder does not keep the lock', () => {
  const path = newPath()
  writeFileSync(path, JSON.stringify({ ...newHolder(), start: '1' }))
  expect(tryLockFile(path, 60_000).lock?.isHeld()).toBe(true)
})

test('a lock file that was cut off is taken over', () => {
  const path = newPath()
  writeFileSync(path, '{"pid":')
  expect(tryLockFile(path, 60_000).lock?.isHeld()).toBe(true)
})

test('of many that want a dead lock at once, one gets it', async () => {
  const rounds = depth({ quick: 2, deep: 10 })
  for (let round = 0; round < rounds; round += 1) {
    const path = newPath()
    writeFileSync(path, JSON.stringify({ ...newHolder(), pid: 2 ** 22 + 1 }))
    const children = Array.from({ length: 6 }, () => startHolder(path))
    const said = await Promise.all(children.map((child) => child.next()))
    const holders = children.filter((_, at) => said[at] === 'taken')
    const held = holders.map(async (child) => {
      child.process.stdin?.write('\n')
      return child.next()
    })
    expect((await Promise.all(held)).filter((answer) => answer === 'held')).toHaveLength(1)
    for (const child of children) child.process.kill('SIGKILL')
  }
})

test('who a holder is, is read from its file or not at all', () => {
  const me = newHolder()
  expect(parseHolder(JSON.stringify(me))).toEqual(me)
  for (const text of ['', 'null', '7', '{}', '{"pid":"7","host":"h"}', '{"pid":7}']) {
    expect(parseHolder(text)).toBeUndefined()
  }
  expect(isAlive(me)).toBe(true)
  expect(isAlive({ ...me, pid: 2 ** 22 + 1 })).toBe(false)
  expect(isAlive({ ...me, scope: 'elsewhere' })).toBeUndefined()
})
