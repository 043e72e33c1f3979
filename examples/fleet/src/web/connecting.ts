import type { IncomingMessage, ServerResponse } from 'node:http'
import { createState, isQboError } from 'qbo-client'
import { renderMessage } from '../page/page.ts'
import type { Language, Words } from '../words/words.ts'
import type { Work } from '../companies.ts'
import { acceptRefused, reopenAccepted } from '../refused.ts'
import { companyJob, isLoaded } from '../work/jobs.ts'
import { runNow } from '../work/run-now.ts'
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
  if ((await parts.companies.realmIds()).includes(realmId))
    await tryAgain(parts, response, realmId, 'retried')
  redirect(response, '/')
}

/** Somebody lets the records be missing that QuickBooks fails to give: the company goes on without them. */
export async function accept(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const realmId = (await formOf(request)).get('realm') ?? ''
  if ((await parts.companies.realmIds()).includes(realmId)) {
    await acceptRefused(parts.db, realmId)
    await tryAgain(parts, response, realmId, 'accepted')
  }
  redirect(response, '/')
}

/** Somebody takes that back: the company is loaded anew, and says what it lacks, as it did before. */
export async function reopen(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const realmId = (await formOf(request)).get('realm') ?? ''
  // Pressed twice it is done once.
  if (await reopenAccepted(parts.pool, realmId)) {
    await parts.utils.addJob(
      'backfill',
      { realmId, isAnew: true },
      companyJob(realmId, { jobKey: `backfill ${realmId}`, priority: 0 }),
    )
    await parts.companies.tell({ kind: 'reopened', realmIds: [realmId] })
    notify(parts, response, ['reopened', realmId])
  }
  redirect(response, '/')
}

/** Somebody has read a remark. */
export async function see(
  { companies }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await companies.see((await formOf(request)).get('job') ?? '')
  redirect(response, '/')
}

async function tryAgain(
  parts: Parts,
  response: ServerResponse,
  realmId: string,
  kind: 'retried' | 'accepted',
): Promise<void> {
  const { companies, utils } = parts
  const work = await workOnceMore(parts, realmId)
  // Pressed twice it is done once.
  if (!(await isBusy(parts, realmId, work))) {
    const woken = await wake(parts, realmId)
    if (woken === 0 && (await isLoaded(parts, realmId)))
      await utils.addJob(
        work,
        { realmId, isAnew: true },
        companyJob(realmId, { jobKey: `${work} ${realmId}`, priority: 0 }),
      )
    await companies.tell({ kind, realmIds: [realmId] })
  }
  notify(parts, response, [kind, realmId])
}

/**
 * What brings a loaded company what it lacks: after a sync, a sync; after a check, all of it, since a check stores nothing
 * and syncs bring what changed alone. Where nothing is missing, it is checked.
 */
async function workOnceMore({ companies }: Pick<Parts, 'companies'>, realmId: string): Promise<Work> {
  const red = await companies.redWork(realmId)
  if (red === undefined) return 'verify'
  return red === 'sync' ? 'sync' : 'backfill'
}

/** Whether something that loads or checks all of it, or the work that is asked for, runs or is about to. */
async function isBusy({ pool }: Pick<Parts, 'pool'>, realmId: string, work: Work): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM graphile_worker.jobs WHERE queue_name = $1 AND task_identifier IN ('backfill', 'verify', $2)
       AND (locked_at IS NOT NULL OR (attempts < max_attempts AND run_at <= now()))`,
    [realmId, work],
  )
  return (rowCount ?? 0) > 0
}

/** What the reader has just done came to this, as a sentence. */
export async function noticeOf(
  parts: Parts,
  request: IncomingMessage,
  say: Words,
): Promise<string | undefined> {
  const [kind = '', ...realmIds] = cookieOf(request, noticeCookie).split(' ')
  if (kind === '') return undefined
  // Its end stands in the company's own line.
  if (['retried', 'accepted', 'reopened'].includes(kind) && !(await isBusy(parts, realmIds[0] ?? '', 'sync')))
    return undefined
  const { rows } = await parts.pool.query<{ id: string; name: string }>(
    'SELECT realm_id AS id, name FROM fleet.companies WHERE realm_id = ANY ($1)',
    [realmIds],
  )
  const [company = '', expected = ''] = realmIds.map((id) => rows.find((row) => row.id === id)?.name ?? id)
  if (kind === 'otherCompany') return say.otherCompany(company, expected)
  if (kind === 'connected') return say.connected(company)
  if (kind === 'reopened') return say.reopened(company)
  return kind === 'accepted' ? say.accepted(company) : say.retried(company)
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
  await runNow(
    pool,
    rows.map((row) => row.id),
  )
  await utils.addJob(
    'backfill',
    { realmId },
    companyJob(realmId, { jobKey: `backfill ${realmId}`, priority: 5 }),
  )
  return rows.length
}
