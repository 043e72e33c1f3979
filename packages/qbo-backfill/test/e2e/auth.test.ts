import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileTokenStore, type TokenSet } from 'qbo-client'
import { describe, expect, test } from 'vitest'
import { postgresTokenStore } from '../../src/index.js'
import { runHere, startCli, startHere, type RunningCli } from '../cli.js'
import { englishIn } from '../english.js'
import { hostOfEachTest } from '../host.js'

const host = hostOfEachTest({ seed: 1, invoices: 5 })
const encryptionKey = Buffer.alloc(32, 7)

const realmId = (): string => host.simulator.realmIds[0] ?? ''
const key = () => ({ environment: 'sandbox', clientId: host.simulator.clientId, realmId: realmId() }) as const
const stored = (): Promise<TokenSet | undefined> =>
  postgresTokenStore({ db: host.database.db, encryptionKey }).load(key())

function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    QBO_CLIENT_ID: host.simulator.clientId,
    QBO_CLIENT_SECRET: host.simulator.clientSecret,
    QBO_ENVIRONMENT: 'sandbox',
    QBO_API_BASE_URL: host.server.apiBaseUrl,
    QBO_TOKEN_URL: host.server.tokenUrl,
    QBO_TOKEN_KEY: encryptionKey.toString('base64'),
    DATABASE_URL: host.database.url,
    ...more,
  }
}

/** A port that nobody uses just now; with `hold`, one that somebody does. */
async function port(hold = false): Promise<number> {
  const probe = createServer()
  probe.listen(0, 'localhost')
  await once(probe, 'listening')
  const { port: free } = probe.address() as AddressInfo
  if (hold) probe.unref()
  else await new Promise((resolve) => probe.close(resolve))
  return free
}

interface Login<Running> {
  readonly running: Running
  readonly address: string
}

/** A process, which waits on loopback for the consent. */
async function startLogin(): Promise<Login<RunningCli>> {
  return startLoginTo(await loopback())
}

/** The same in this process. */
async function startLoginHere(more: NodeJS.ProcessEnv = {}) {
  const argv = ['auth', 'login', '--redirect-uri', await loopback()]
  return shown(startHere(argv, environment(more)))
}

/** A process, which reads on stdin where another redirect than that to loopback has ended. */
async function startLoginTo(redirect: string): Promise<Login<RunningCli>> {
  return shown(startCli(['auth', 'login', '--redirect-uri', redirect], environment()))
}

async function loopback(): Promise<string> {
  return `http://localhost:${await port()}/callback`
}

/** Once it has shown the address to open. */
async function shown<Running extends Pick<RunningCli, 'said'>>(running: Running): Promise<Login<Running>> {
  const said = await running.said('/connect/oauth2')
  const address = /https?:[^" ]*\/connect\/oauth2[^" ]*/u.exec(said)?.[0] ?? ''
  return { running, address }
}

/** The consent page redirects at once; where to, without going there. */
async function consent(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'manual' })
  return answer.headers.get('location') ?? ''
}

describe('auth login', () => {
  test('over loopback ends with tokens in the database, sealed, and the next command uses them', async () => {
    const { running, address } = await startLogin()
    expect((await fetch(address)).status).toBe(200)
    const result = await running.result
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.events.at(-1)).toMatchObject({
      type: 'auth.completed',
      action: 'login',
      realmId: realmId(),
      isConnected: true,
      exitCode: 0,
    })
    const tokens = await stored()
    expect(tokens?.refreshToken).toBe(host.simulator.refreshToken())
    expect(result.stdout).not.toContain(tokens?.refreshToken)
    expect(result.stdout).not.toContain(tokens?.accessToken)
    const range = ['--entities', 'customers', '--from', '2024-01-01', '--to', '2025-01-01']
    const plan = await runHere(['plan', ...range], environment({ QBO_REALM_ID: realmId() }))
    expect(plan.exitCode).toBe(0)
  })

  test('repairs tokens whose QBO_TOKEN_KEY was lost, which every other command refuses with exit 2', async () => {
    const lost = Buffer.alloc(32, 8)
    await postgresTokenStore({ db: host.database.db, encryptionKey: lost }).save(key(), {
      refreshToken: 'RT1-old',
    })
    const refused = await runHere(['auth', 'status'], environment({ QBO_REALM_ID: realmId() }))
    expect(refused.exitCode).toBe(2)
    expect(refused.events.at(-1)).toMatchObject({ error: { code: 'QBO_TOKENS_UNREADABLE' } })
    const { running, address } = await startLoginHere()
    await fetch(address)
    expect((await running.result).exitCode).toBe(0)
    expect((await stored())?.refreshToken).toBe(host.simulator.refreshToken())
  })

  test('into a token file needs no database', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'qbo-auth-')), 'tokens.json')
    const { running, address } = await startLoginHere({ QBO_TOKEN_FILE: path, DATABASE_URL: '' })
    await fetch(address)
    expect((await running.result).exitCode).toBe(0)
    expect((await fileTokenStore({ path, encryptionKey }).load(key()))?.refreshToken).toBe(
      host.simulator.refreshToken(),
    )
  })

  test('by pasting the final address of an https redirect works for production keys', async () => {
    const { running, address } = await startLoginTo('https://example.com/return')
    running.child.stdin?.write(`\n${await consent(address)}\n`)
    expect(await running.result).toMatchObject({ exitCode: 0, stderr: '' })
    expect((await stored())?.refreshToken).toBe(host.simulator.refreshToken())
  })

  test('goes on waiting after a callback with a foreign state, and tells a second callback that it is over', async () => {
    const { running, address } = await startLoginHere()
    let isOver = false
    void running.result.then(() => (isOver = true))
    const callback = await consent(address)
    const foreign = callback.replace(/state=[^&]*/u, 'state=foreign')
    expect((await fetch(foreign)).status).toBe(400)
    expect(isOver).toBe(false)
    const answers = await Promise.allSettled([fetch(callback), fetch(callback)])
    const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 'closed'))
    expect(statuses).toContain(200)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect((await running.result).exitCode).toBe(0)
    expect(await stored()).toBeDefined()
  })

  test('with a denied consent ends with exit 3 and stores nothing', async () => {
    const { running, address } = await startLoginHere()
    const callback = new URL(await consent(address))
    const state = callback.searchParams.get('state') ?? ''
    await fetch(`${callback.origin}${callback.pathname}?error=access_denied&state=${state}`)
    const result = await running.result
    expect(result).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/consent was denied/u) as string,
    })
    expect(result.events.at(-1)).toMatchObject({
      type: 'auth.failed',
      error: { code: 'QBO_REAUTHORIZATION_REQUIRED', retryable: false },
    })
    expect(await stored()).toBeUndefined()
  })

  test('in Spanish also shows the browser its pages in Spanish, the refusal too', async () => {
    const spanish = await startLoginHere({ LANG: 'es_EC.UTF-8' })
    const callback = await consent(spanish.address)
    const foreign = await fetch(callback.replace(/state=[^&]*/u, 'state=foreign'))
    expect(await foreign.text()).toMatch(/^La conexión no llegó a su fin\./u)
    expect(await (await fetch(callback)).text()).toBe(
      'QuickBooks dio su autorización. Puede cerrar esta página y volver a la terminal.',
    )
    expect((await spanish.running.result).exitCode).toBe(0)
    const denied = await startLoginHere({ LANG: 'es_EC.UTF-8' })
    const { origin, pathname, searchParams } = new URL(await consent(denied.address))
    const page = await fetch(`${origin}${pathname}?error=access_denied&state=${searchParams.get('state')}`)
    expect(await page.text()).toContain('Intuit respondió: «access_denied».')
    const { exitCode, stderr } = await denied.running.result
    expect({ exitCode, english: englishIn(stderr) }).toEqual({ exitCode: 3, english: [] })
    expect(stderr).toContain('No se guardó nada.')
  })

  test('with a code that was used already ends with exit 3 and stores nothing', async () => {
    const { running, address } = await startLoginHere()
    const callback = await consent(address)
    await fetch(callback.replace(/code=[^&]*/u, 'code=AB-used'))
    expect((await running.result).exitCode).toBe(3)
    expect(await stored()).toBeUndefined()
  })

  test.each<[string, (address: string) => Promise<string>, RegExp]>([
    [
      'a foreign state',
      async (address) => (await consent(address)).replace(/state=[^&]*/u, 'state=foreign'),
      /state is not the one/u,
    ],
    ['no code', async (address) => (await consent(address)).replace(/code=[^&]*/u, 'code='), /has no code/u],
    ['no address at all', async () => 'what?', /redirect cannot be used/u],
  ])('with %s pasted ends with exit 2', async (_name, paste, message) => {
    const { running, address } = await startLoginTo('https://example.com/return')
    running.child.stdin?.write(`${await paste(address)}\n`)
    const result = await running.result
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(message) as string })
    expect(await stored()).toBeUndefined()
  })

  test('with nothing pasted before stdin ends, ends with exit 2', async () => {
    const { running } = await startLoginTo('https://example.com/return')
    running.child.stdin?.end()
    expect(await running.result).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/Standard input ended/u) as string,
    })
  })

  test('on a busy port ends with exit 2 and names the port', async () => {
    const busy = await port(true)
    const result = await runHere(
      ['auth', 'login', '--redirect-uri', `http://localhost:${busy}/callback`],
      environment(),
    )
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(String(busy)) as string })
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('for another company than QBO_REALM_ID ends with exit 2 before the code is spent', async () => {
    const { running, address } = await startLoginHere({ QBO_REALM_ID: '999' })
    await fetch(address)
    expect(await running.result).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/QBO_REALM_ID is 999/u) as string,
    })
    expect(host.simulator.requests.filter(({ path }) => path.endsWith('/tokens/bearer'))).toHaveLength(0)
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is ended by %s with exit %i, loopback or pasting', async (signal, exitCode) => {
    const { running } = await startLogin()
    running.child.kill(signal)
    expect((await running.result).exitCode).toBe(exitCode)
    const pasting = await startLoginTo('https://example.com/return')
    pasting.running.child.kill(signal)
    expect((await pasting.running.result).exitCode).toBe(exitCode)
  })

  test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
    ['no word', ['auth'], {}, /auth login/u],
    ['another word', ['auth', 'logon'], {}, /auth login, auth status, auth revoke/u],
    ['no keys', ['auth', 'login'], { QBO_CLIENT_ID: '' }, /Missing in the environment: QBO_CLIENT_ID\.$/mu],
    ['a database in memory', ['auth', 'login'], { DATABASE_URL: 'pglite:memory' }, /pglite:memory/u],
    ['a redirect off loopback', ['auth', 'login', '--redirect-uri', 'http://example.com/'], {}, /https/u],
    ['a redirect to an IP', ['auth', 'login', '--redirect-uri', 'http://127.0.0.1:8000/'], {}, /localhost/u],
    ['a redirect that is none', ['auth', 'login', '--redirect-uri', 'callback'], {}, /not an address/u],
    ['no company for status', ['auth', 'status'], {}, /QBO_REALM_ID/u],
  ])('%s is one clear line and exit 2', async (_name, argv, more, message) => {
    const result = await runHere(argv, environment(more))
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(message) as string })
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('auth status', () => {
  const day = 86_400_000
  const inDays = (days: number): string => new Date(Date.now() + days * day + 60_000).toISOString()
  const save = (set: Partial<TokenSet>): Promise<void> =>
    postgresTokenStore({ db: host.database.db, encryptionKey }).save(key(), {
      refreshToken: 'RT1-stored',
      ...set,
    })
  const status = () => runHere(['auth', 'status'], environment({ QBO_REALM_ID: realmId() }))

  test.each([
    ['far off', 50, 900, false],
    ['the rolling end near', 13, 900, true],
    ['the five-year end near', 50, 3, true],
  ])('tells the days left of both limits: %s', async (_name, daysLeft, hardDaysLeft, isEnding) => {
    await save({
      refreshTokenExpiresAt: inDays(daysLeft),
      refreshTokenHardExpiresAt: inDays(hardDaysLeft),
    })
    const result = await status()
    expect(result.exitCode).toBe(0)
    expect(result.events.at(-1)).toMatchObject({ isConnected: true, daysLeft, hardDaysLeft, isEnding })
    expect(result.stdout).not.toContain('RT1')
  })

  test('of a company that is not connected ends with exit 3', async () => {
    const result = await status()
    expect(result.exitCode).toBe(3)
    expect(result.events.at(-1)).toMatchObject({ type: 'auth.completed', isConnected: false, exitCode: 3 })
  })
})

describe('auth revoke', () => {
  const revoke = () => runHere(['auth', 'revoke'], environment({ QBO_REALM_ID: realmId() }))

  test('ends the grant and forgets the tokens; once more it has nothing to do', async () => {
    const { running, address } = await startLoginHere()
    await fetch(address)
    await running.result
    const first = await revoke()
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.events.at(-1)).toMatchObject({ action: 'revoke', revoked: true })
    expect((await stored())?.refreshToken).toBe('')
    expect((await revoke()).events.at(-1)).toMatchObject({ revoked: false, exitCode: 0 })
    const after = await runHere(['auth', 'status'], environment({ QBO_REALM_ID: realmId() }))
    expect(after.exitCode).toBe(3)
  })
})
