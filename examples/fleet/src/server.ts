import { createHash, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { makeWorkerUtils, type WorkerUtils } from 'graphile-worker'
import { createState, isQboError, parseWebhook, verifyWebhook } from 'qbo-client'
import { readFleet, type StateParts } from './fleet-state.ts'
import { companyJob, type JobParts } from './jobs.ts'
import { renderDoor, renderPage } from './page.ts'
import type { Language } from './words.ts'

/** More than any delivery or form has. */
const mostBytes = 1_048_576
/** What changes in these seconds one sync brings. */
const gatherMs = 5000
const stateCookie = 'fleet_state'
const tokenCookie = 'fleet_token'

export type ServerParts = JobParts & StateParts

/** The page, the way to connect a company, and the receiver of webhooks. */
export async function startServer(parts: ServerParts): Promise<Server> {
  const utils = await makeWorkerUtils({ pgPool: parts.pool })
  await utils.migrate()
  const server = createServer((request, response) => {
    answer({ ...parts, utils }, request, response).catch((error: unknown) => {
      console.error(JSON.stringify({ type: 'request.failed', path: pathOf(request), message: String(error) }))
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end('Something went wrong here; it is in the log.\n')
    })
  })
  server.listen(parts.config.port, parts.config.host)
  await once(server, 'listening')
  return server
}

type Parts = ServerParts & { readonly utils: WorkerUtils }

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method } = request
  const path = pathOf(request)
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  )
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('cache-control', 'no-store')
  if (method === 'POST' && path === '/webhooks') return receive(parts, request, response)
  if (method === 'GET' && path === '/health') return send(response, 200, 'text/plain', 'ok\n')
  if (method === 'POST' && path === '/token') return openDoor(parts, request, response)
  if (method !== 'GET' || !['/', '/connect', '/callback'].includes(path))
    return send(response, 404, 'text/plain', 'Not found\n')
  if (!isTrusted(parts, cookieOf(request, tokenCookie)))
    return send(response, 401, 'text/html', renderDoor(languageOf(request)))
  if (path === '/connect') return connect(parts, response)
  if (path === '/callback') return connected(parts, request, response)
  return send(response, 200, 'text/html', renderPage(await readFleet(parts), languageOf(request)))
}

/** Verified, stored, answered: Intuit waits three seconds, and sends nothing else before it has an answer. */
async function receive(
  { config, inbox, utils }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request)
  const signature = request.headers['intuit-signature']?.toString()
  if (
    config.verifierToken === undefined ||
    !verifyWebhook({ body, signature, verifierToken: config.verifierToken })
  )
    return send(response, 401, 'text/plain', 'The signature is not of this body.\n')
  const events = parseWebhook(body)
  await inbox.add(events)
  for (const realmId of new Set(events.map((event) => event.realmId)))
    await utils.addJob(
      'announced',
      { realmId },
      // The job that waits takes what comes meanwhile too.
      companyJob(realmId, {
        jobKey: `announced ${realmId}`,
        jobKeyMode: 'preserve_run_at',
        runAt: new Date(Date.now() + gatherMs),
        priority: -10,
      }),
    )
  send(response, 200, 'text/plain', 'ok\n')
}

async function connect({ quickBooks, config }: Parts, response: ServerResponse): Promise<void> {
  const state = createState()
  // In the browser that asked, so that nobody can have another person's browser finish a consent of his own.
  setCookie(response, config, { name: stateCookie, value: state, seconds: 600 })
  redirect(response, await quickBooks.consentUrl(state))
}

async function connected(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { quickBooks, companies, config } = parts
  const state = cookieOf(request, stateCookie)
  setCookie(response, config, { name: stateCookie, value: '', seconds: 0 })
  try {
    const realmId = await quickBooks.connect(request.url ?? '', state)
    await companies.save({ realmId, name: await nameOf(parts, realmId) })
    await beginCompany(parts, realmId)
  } catch (error) {
    if (!isQboError(error) || error.code !== 'QBO_AUTHORIZATION_FAILED') throw error
    return send(
      response,
      400,
      'text/plain',
      `${error.message}\n\nGo back to ${config.publicUrl} and connect again.\n`,
    )
  }
  // To an address without the code in it.
  redirect(response, '/')
}

/** The consent is given once: a month without a call left for the name must not lose it. The first job asks again. */
async function nameOf({ quickBooks }: Parts, realmId: string): Promise<string | undefined> {
  try {
    return await quickBooks.name(realmId)
  } catch (error) {
    console.error(JSON.stringify({ type: 'name.unknown', realmId, message: String(error) }))
    return undefined
  }
}

/** Loads a company that was connected, or wakes what waited for somebody to connect it again. */
async function beginCompany({ pool, utils }: Pick<Parts, 'pool' | 'utils'>, realmId: string): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM graphile_worker.jobs WHERE queue_name = $1 AND locked_by IS NULL AND attempts >= max_attempts',
    [realmId],
  )
  await utils.rescheduleJobs(
    rows.map((row) => row.id),
    { attempts: 0, runAt: new Date() },
  )
  await utils.addJob(
    'backfill',
    { realmId },
    companyJob(realmId, { jobKey: `backfill ${realmId}`, priority: 5 }),
  )
}

async function openDoor(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const token = new URLSearchParams((await bodyOf(request)).toString('utf8')).get('token') ?? ''
  if (!isTrusted(parts, token)) return send(response, 401, 'text/html', renderDoor(languageOf(request)))
  setCookie(response, parts.config, { name: tokenCookie, value: token, seconds: 30 * 86_400 })
  redirect(response, '/')
}

/** Of the hashes, which are of one length: neither the token nor its length can be measured. */
function isTrusted({ config }: Parts, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return config.pageToken !== '' && timingSafeEqual(hash(token), hash(config.pageToken))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Error('The body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function languageOf(request: IncomingMessage): Language {
  const asked = new URLSearchParams((request.url ?? '').split('?')[1]).get('lang')
  if (asked === 'en' || asked === 'es') return asked
  return /^es\b/iu.test(request.headers['accept-language'] ?? '') ? 'es' : 'en'
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?')[0] ?? ''
}

function cookieOf(request: IncomingMessage, name: string): string {
  const found = new RegExp(`(?:^|;\\s*)${name}=([^;]*)`, 'u').exec(request.headers.cookie ?? '')?.[1] ?? ''
  return decodeURIComponent(found)
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly seconds: number
}

function setCookie(
  response: ServerResponse,
  { publicUrl }: ServerParts['config'],
  { name, value, seconds }: Cookie,
): void {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  response.appendHeader(
    'set-cookie',
    `${name}=${encodeURIComponent(value)}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  )
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end()
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body)
}
