import type { IncomingMessage, ServerResponse } from 'node:http'
import { createState, isQboError } from 'qbo-client'
import { renderMessage } from '../page/page.ts'
import type { Language, Words } from '../words/words.ts'
import { companyJob } from '../work/jobs.ts'
import { cookieOf, formOf, queryOf, redirect, sendHtml, setCookie } from './http.ts'
import type { Parts } from './server.ts'

const stateCookie = 'fleet_state'
const noticeCookie = 'fleet_notice'
/** Through some renewals of the page. */
const noticeSeconds = 30

/** To Intuit's consent page; `realm` is the company that the reader means to connect. */
export async function connect(
  { quickBooks, config }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const state = createState()
  const realmId = queryOf(request).get('realm') ?? ''
  // In the browser that asked, so that nobody can have another person's browser finish a consent of his own.
  setCookie(response, config, { name: stateCookie, value: `${state} ${realmId}`, seconds: 600 })
  redirect(response, await quickBooks.consentUrl(state))
}

export async function connected(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  language: Language,
): Promise<void> {
  const { quickBooks, companies, config } = parts
  const [state = '', expected = ''] = cookieOf(request, stateCookie).split(' ')
  setCookie(response, config, { name: stateCookie, value: '', seconds: 0 })
  try {
    const realmId = await quickBooks.connect(request.url ?? '', state)
    await companies.save({ realmId, name: await nameOf(parts, realmId) })
    await wake(parts, realmId)
    await companies.tell({ kind: 'connected', realmIds: [realmId] })
    const isOther = expected !== '' && expected !== realmId
    notify(parts, response, isOther ? ['otherCompany', realmId, expected] : ['connected', realmId])
  } catch (error) {
    if (!isQboError(error) || error.code !== 'QBO_AUTHORIZATION_FAILED') throw error
    return sendHtml(
      response,
      400,
      renderMessage(language, (say) => say.consentFailed),
    )
  }
  // To an address without the code in it.
  redirect(response, '/')
}

/** Somebody has mended what stopped a company, or wants it proved now. */
export async function again(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const realmId = (await formOf(request)).get('realm') ?? ''
  const { companies, store, utils } = parts
  if ((await companies.realmIds()).includes(realmId)) {
    const woken = await wake(parts, realmId)
    const [loaded] = await store.finishedRuns(realmId)
    // What is loaded is proved again.
    if (woken === 0 && loaded !== undefined)
      await utils.addJob(
        'verify',
        { realmId },
        companyJob(realmId, { jobKey: `verify ${realmId}`, priority: 0 }),
      )
    await companies.tell({ kind: 'retried', realmIds: [realmId] })
    notify(parts, response, ['retried', realmId])
  }
  redirect(response, '/')
}

/** What the reader has just done came to this, as a sentence. */
export async function noticeOf(
  { pool }: Parts,
  request: IncomingMessage,
  say: Words,
): Promise<string | undefined> {
  const [kind = '', ...realmIds] = cookieOf(request, noticeCookie).split(' ')
  if (kind === '') return undefined
  const { rows } = await pool.query<{ id: string; name: string }>(
    'SELECT realm_id AS id, name FROM fleet.companies WHERE realm_id = ANY ($1)',
    [realmIds],
  )
  const [company = '', expected = ''] = realmIds.map((id) => rows.find((row) => row.id === id)?.name ?? id)
  if (kind === 'otherCompany') return say.otherCompany(company, expected)
  return kind === 'connected' ? say.connected(company) : say.retried(company)
}

function notify({ config }: Parts, response: ServerResponse, words: readonly string[]): void {
  setCookie(response, config, { name: noticeCookie, value: words.join(' '), seconds: noticeSeconds })
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

/** Loads a company that is not loaded yet, and wakes what waited for somebody; answers how many jobs waited. */
async function wake({ pool, utils }: Pick<Parts, 'pool' | 'utils'>, realmId: string): Promise<number> {
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
  return rows.length
}
