import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { checkOptions } from '../invalid-options.js'
import { textOption } from '../option-schemas.js'

/** Options of {@link verifyWebhook}. */
export interface VerifyWebhookOptions {
  /** The body as it came, before any parser: what is parsed and written again has other bytes. */
  readonly body: Uint8Array | string
  /** The header `intuit-signature`. A request without it is not Intuit's. */
  readonly signature: string | null | undefined
  /** The verifier token, from the app's webhooks page at Intuit. */
  readonly verifierToken: string
}

const schema = z.strictObject({
  body: z.custom<Uint8Array | string>(
    (value) => typeof value === 'string' || value instanceof Uint8Array,
    'must be the raw body: bytes or text, not what a parser made of it',
  ),
  signature: z.string().nullish(),
  verifierToken: textOption,
})

/**
 * Whether Intuit sent this delivery: its signature is the HMAC-SHA256 of the raw body, compared in constant time.
 *
 * @throws {QboError} QBO_INVALID_OPTIONS for a body that was parsed already, or an empty token, with which anybody could sign.
 */
export function verifyWebhook(options: VerifyWebhookOptions): boolean {
  const { body, signature, verifierToken } = checkOptions('webhook', schema, options)
  const expected = Buffer.from(createHmac('sha256', verifierToken).update(body).digest('base64'))
  const given = Buffer.from(signature?.trim() ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
