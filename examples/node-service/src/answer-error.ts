import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isBackfillError } from 'qbo-backfill'
import { isQboError } from 'qbo-client'

/** What the packages' errors mean over HTTP. They say what to do in words that hold no secret, so a person may read them. */
const statusOf: Readonly<Record<string, number>> = {
  BACKFILL_INVALID_OPTIONS: 400,
  BACKFILL_PLAN_CHANGED: 409,
  BACKFILL_LOCKED: 409,
  BACKFILL_ENVIRONMENT_MISMATCH: 409,
  QBO_TOKEN_MISSING: 409,
  QBO_REAUTHORIZATION_REQUIRED: 409,
  QBO_UNAUTHORIZED: 409,
}

export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isOurs = isBackfillError(error) || isQboError(error)
  const status = isOurs ? (statusOf[error.code] ?? (error.retryable ? 503 : 500)) : (error.statusCode ?? 500)
  if (status >= 500) request.log.error({ err: error }, 'the request failed')
  const message = isOurs || status < 500 ? error.message : 'The service failed. Its log says why.'
  return reply.code(status).send({ code: error.code, message })
}
