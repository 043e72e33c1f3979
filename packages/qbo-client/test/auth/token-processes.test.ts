import { spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { fileTokenStore } from '../../src/index.js'
import { buildChild } from '../support/child-program.js'
import { isTokenRequest, startServer } from '../support/http-server.js'
import { grant } from '../support/client.js'
import { key, ok, rotatingHost } from '../support/token-host.js'

let program = ''

beforeAll(async () => {
  program = await buildChild('refresh-child')
})

function startChild(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args])
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<string>((resolve) => child.on('close', () => resolve(output)))
  return { child, ended }
}

const newPath = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'qbo-client-')), 'tokens.json')

test('50 requests in four processes send exactly one refresh', async () => {
  const host = rotatingHost('RT1-seed-refresh-token')
  const server = await startServer((request) => (isTokenRequest(request) ? host(request) : ok()))
  const path = await newPath()
  const children = Array.from({ length: 4 }, () => startChild(server.url, path, '50'))
  expect(await Promise.all(children.map(async ({ ended }) => ended))).toEqual([
    'done',
    'done',
    'done',
    'done',
  ])
  expect(server.token).toHaveLength(1)
  expect(server.api).toHaveLength(200)
})

test('a process killed between the answer and the save leaves the store as it was, and its lock to the next', async () => {
  const path = await newPath()
  const store = fileTokenStore({ path })
  await store.save(key, { refreshToken: 'RT1-stored' })
  let tokens = 0
  const server = await startServer(async (request) => {
    if (!isTokenRequest(request)) return ok()
    tokens += 1
    if (tokens > 1) return grant({ refresh_token: 'RT1-second' })
    first.child.kill('SIGKILL')
    await first.ended
    return grant()
  })
  const first = startChild(server.url, path, '1')
  expect(await first.ended).toBe('')
  expect(await store.load(key)).toEqual({ refreshToken: 'RT1-stored' })
  expect(await startChild(server.url, path, '1').ended).toBe('done')
  expect((await store.load(key))?.refreshToken).toBe('RT1-second')
})
