import type { z } from 'zod'
import { BackfillError } from './errors.js'

/** @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming everything that is wrong with the options of `what`. */
export function validated<T>(what: string, known: z.ZodType<T>, options: unknown): T {
  const parsed = known.safeParse(options)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`)
  throw new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    `The options of ${what} are wrong. ${issues.join('; ')}.`,
  )
}
