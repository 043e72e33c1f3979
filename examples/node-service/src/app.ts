import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fastify, type FastifyInstance } from 'fastify'
import type { BackfillStore } from 'qbo-backfill'
import { answerError } from './answer-error.ts'
import type { BackfillRequest } from './backfill-state.ts'
import type { Backfills } from './backfills.ts'
import type { Companies, Company } from './companies.ts'
import type { Config } from './config.ts'
import { consentRoutes } from './consent.ts'
import { streamStates } from './event-stream.ts'
import { loadPage } from './page.ts'
import type { QuickBooks } from './quickbooks.ts'
import { Refusal } from './refusal.ts'

export interface AppParts {
  readonly config: Config
  readonly quickBooks: QuickBooks
  readonly companies: Companies
  readonly store: BackfillStore
  readonly backfills: Backfills
}

type OfCompany = { Params: { realmId: string } }

const requestSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    entities: { type: 'array', items: { type: 'string' } },
    from: { type: 'string' },
    to: { type: 'string' },
    timeZone: { type: 'string' },
  },
} as const

/** The HTTP side. Closing it stops the backfills, ends the streams, and only then the server. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const { config, quickBooks, companies, store, backfills } = parts
  const app = fastify({
    forceCloseConnections: true,
    logger: {
      // Without the query: on `/callback` it holds a code that is worth a company's tokens.
      serializers: { req: ({ method, url }) => ({ method, url: url.replace(/\?.*/su, '') }) },
    },
  })
  const closing = new AbortController()
  app.addHook('preClose', async () => {
    await backfills.close()
    closing.abort()
  })
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ code: 'NOT_FOUND', message: 'Not found.' }))

  const page = await loadPage()
  app.get('/', (_, reply) => reply.headers(page.headers).send(page.html))
  app.get('/healthz', () => ({ status: 'ok' }))
  consentRoutes(app, quickBooks, companies, config.publicUrl)

  app.get('/api/companies', async () => Promise.all((await companies.list()).map(describe)))
  app.get('/api/events', (_, reply) => streamStates(reply, backfills, closing.signal))

  app.post<OfCompany & { Body: BackfillRequest }>(
    '/api/companies/:realmId/backfill',
    { schema: { body: requestSchema } },
    async ({ params, body }, reply) => {
      await requireCompany(params.realmId)
      return reply.code(202).send(await backfills.start(params.realmId, body))
    },
  )
  app.delete<OfCompany>('/api/companies/:realmId/backfill', async ({ params }, reply) => {
    if (backfills.stop(params.realmId)) return reply.code(202).send({ status: 'stopping' })
    throw new Refusal(404, 'NOT_RUNNING', `No backfill of company ${params.realmId} is running.`)
  })

  app.get<{ Params: { runId: string } }>('/reports/:runId', async ({ params }, reply) => {
    if (!/^[\da-f-]{36}$/u.test(params.runId)) throw noReport()
    const html = await readFile(join(config.evidenceDirectory, params.runId, 'report.html'), 'utf8').catch(
      () => {
        throw noReport()
      },
    )
    // A file of styles and numbers, which needs nothing else to be shown.
    const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(html)
  })

  async function describe({ realmId, name, lastReport }: Company): Promise<unknown> {
    const [connection, unfinished] = await Promise.all([
      quickBooks.status(realmId),
      store.unfinishedRuns(realmId),
    ])
    const { runId, entities, from, to, timeZone } = unfinished[0] ?? {}
    return {
      realmId,
      name,
      environment: config.environment,
      connection,
      lastReport,
      unfinished: runId === undefined ? null : { runId, entities, from, to, timeZone },
    }
  }

  async function requireCompany(realmId: string): Promise<void> {
    if (await companies.has(realmId)) return
    throw new Refusal(404, 'NOT_CONNECTED', `Company ${realmId} is not connected. Connect it first.`)
  }

  return app
}

function noReport(): Refusal {
  return new Refusal(404, 'NO_REPORT', 'There is no report of this run here.')
}
