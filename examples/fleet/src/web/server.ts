import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { makeWorkerUtils, type WorkerUtils } from 'graphile-worker'
import { renderReportHtml, type OpenDatabase } from 'qbo-backfill'
import { parseWebhook, verifyWebhook } from 'qbo-client'
import { states } from '../condition.ts'
import { readFleet, type FleetState, type StateParts } from '../fleet-state.ts'
import { atQuickBooks } from '../quickbooks-address.ts'
import { renderDoor, renderMessage, renderPage, renewSeconds, reportBar, type View } from '../page/page.ts'
import { words, type Language } from '../words/words.ts'
import { companyJob, type JobParts } from '../work/jobs.ts'
import { accept, again, connect, connected, noticeOf, reopen, see } from './connecting.ts'
import { isInside, leave, openByAddress, openDoor } from './door.ts'
import { bodyOf, cookieOf, pathOf, queryOf, sendHtml, sendText, setCookie } from './http.ts'

/** What changes in these seconds one sync brings. */
const gatherMs = 5000
const languageCookie = 'fleet_language'

export type ServerParts = JobParts & StateParts & Pick<OpenDatabase, 'db'>

export type Parts = ServerParts & {
  readonly utils: WorkerUtils
  /** What the page has read last, for while the database is away. */
  readonly last: { state?: FleetState }
}

/** The page, the way to connect a company, and the receiver of webhooks. */
export async function startServer(serverParts: ServerParts): Promise<Server> {
  const utils = await makeWorkerUtils({ pgPool: serverParts.pool })
  await utils.migrate()
  const parts: Parts = { ...serverParts, utils, last: {} }
  const server = createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      console.error(JSON.stringify({ type: 'request.failed', path: pathOf(request), message: String(error) }))
      if (response.headersSent) return void response.end()
      // A monitor on a wall that got an answer without it would stay there.
      if (request.method === 'GET') response.setHeader('refresh', String(renewSeconds))
      sendHtml(
        response,
        503,
        renderMessage(languageOf(request), (say) => say.neverReached),
      )
    })
  })
  server.listen(parts.config.port, parts.config.host)
  await once(server, 'listening')
  return server
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { config } = parts
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  )
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('cache-control', 'no-store')
  const asked = `${request.method} ${pathOf(request)}`
  if (asked === 'POST /webhooks') return receive(parts, request, response)
  if (asked === 'GET /health') return sendText(response, 200, 'ok\n')
  const route = routes[asked]
  if (route === undefined && asked !== 'POST /token') return sendText(response, 404, 'Not found\n')
  const language = languageOf(request)
  if (queryOf(request).has('lang'))
    setCookie(response, config, { name: languageCookie, value: language, seconds: 365 * 86_400 })
  if (route === undefined) return openDoor(config, request, response, language)
  if (openByAddress(config, request, response)) return
  if (!isInside(config, request)) return sendHtml(response, 401, renderDoor(language))
  return route(parts, request, response, language)
}

type Route = (
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  language: Language,
) => Promise<void>

/** What somebody with the token may ask for. */
const routes: Readonly<Record<string, Route>> = {
  'GET /': page,
  'GET /report': report,
  'GET /connect': connect,
  'GET /callback': connected,
  'POST /again': again,
  'POST /accept': accept,
  'POST /reopen': reopen,
  'POST /seen': see,
  'POST /leave': async ({ config }, _, response) => leave(config, response),
}

async function page(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  language: Language,
): Promise<void> {
  const { last } = parts
  const view = viewOf(request, language)
  // Of the answer and not in the page, where it would be a page that takes itself away from who reads slowly.
  if (!view.isStill) response.setHeader('refresh', String(renewSeconds))
  try {
    last.state = await readFleet(parts)
    const notice = await noticeOf(parts, request, words[language])
    sendHtml(response, 200, renderPage({ state: last.state, view, notice }))
  } catch (error) {
    if (last.state === undefined) throw error
    console.error(JSON.stringify({ type: 'page.old', message: String(error) }))
    sendHtml(response, 503, renderPage({ state: last.state, view, isOld: true }))
  }
}

function viewOf(request: IncomingMessage, language: Language): View {
  const query = queryOf(request)
  const show = ([...states, 'all'] as const).find((state) => state === query.get('show'))
  return { language, show, isStill: query.has('still') }
}

/** What a job has found, as the packages show it. */
async function report(
  { companies, config, db }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  language: Language,
): Promise<void> {
  const job = queryOf(request).get('job') ?? ''
  const found = await companies.report(job)
  if (found === undefined)
    return sendHtml(
      response,
      404,
      renderMessage(language, (say) => say.noReport),
    )
  const html = await renderReportHtml({ db, report: found, language })
  sendHtml(
    response,
    200,
    atQuickBooks(html, config).replace('<body>', () => `<body>${reportBar(job, language)}`),
  )
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
    return sendText(response, 401, 'The signature is not of this body.\n')
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
  sendText(response, 200, 'ok\n')
}

/** As the address says, else as it was chosen before, else as the browser prefers. */
function languageOf(request: IncomingMessage): Language {
  const chosen = [queryOf(request).get('lang'), cookieOf(request, languageCookie)]
  const known = chosen.find((language): language is Language => language === 'en' || language === 'es')
  return known ?? (/^es\b/iu.test(request.headers['accept-language'] ?? '') ? 'es' : 'en')
}
