import { QboError } from '../errors.js'

const withOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/**
 * Reads an instant, in milliseconds. One without an offset is refused: QuickBooks would read it as Pacific time
 * (PHP-SDK#69), a program as local time or UTC.
 */
export function parseInstant(text: string, where: string): number {
  // Date.parse does not know the offset without a colon that Intuit's own samples use.
  const ms = withOffset.test(text) ? Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) : Number.NaN
  if (!Number.isNaN(ms)) return ms
  throw new QboError(
    'QBO_INVALID_OPTIONS',
    `${where}: ${JSON.stringify(text)} is not an instant with an explicit offset, such as 2026-01-15T00:30:00Z.`,
    { issues: [`${where}: must be an instant with an explicit offset`] },
  )
}

/** An instant as statements carry it: UTC, whole seconds, since times in MetaData have no fraction. */
export function formatInstant(ms: number): string {
  return `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`
}

/** The server's clock as ISO 8601 UTC: the envelope's `time` (a string, or milliseconds), else the Date header. */
export function serverTime(body: unknown, headers: Headers): { readonly time?: string } {
  const time = (body as { time?: unknown } | null)?.time
  for (const candidate of [time, headers.get('date')]) {
    if (typeof candidate !== 'string' && typeof candidate !== 'number') continue
    const date = new Date(candidate)
    if (!Number.isNaN(date.getTime())) return { time: date.toISOString() }
  }
  return {}
}
