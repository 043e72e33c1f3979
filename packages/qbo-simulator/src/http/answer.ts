import { randomBytes } from 'node:crypto'

/**
 * What becomes of the connection, when it is not simply answered: it breaks before a byte (`reset`) or half-way
 * through the body (`reset-mid-body`), or it stays open in silence.
 */
export type Transport = 'reset' | 'reset-mid-body' | 'hang' | 'hang-mid-body'

/** An answer of the core, before it becomes a Fetch response or bytes on a socket. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly transport?: Transport
  /** Records in it. */
  readonly rows?: number
}

const encoder = new TextEncoder()

/** JSON as the data API serves it: with its charset; `text` is the JSON. */
export function jsonAnswer(status: number, text: string | Uint8Array): Answer {
  return answer(status, 'application/json;charset=UTF-8', text)
}

export function xmlAnswer(status: number, text: string): Answer {
  return answer(status, 'application/xml;charset=UTF-8', `<?xml version="1.0" encoding="UTF-8"?>${text}`)
}

export function htmlAnswer(status: number, text: string): Answer {
  return answer(status, 'text/html', text)
}

/** Any answer; each has an `intuit_tid`, errors too, since it is what Intuit's support asks for. */
export function answer(
  status: number,
  contentType: string,
  content: string | Uint8Array,
  more?: Readonly<Record<string, string>>,
): Answer {
  const body = typeof content === 'string' ? encoder.encode(content) : content
  return {
    status,
    headers: { 'content-type': contentType, intuit_tid: buildTransactionId(), ...more },
    body,
  }
}

function buildTransactionId(): string {
  const hex = randomBytes(16).toString('hex')
  return `1-${hex.slice(0, 8)}-${hex.slice(8)}`
}
