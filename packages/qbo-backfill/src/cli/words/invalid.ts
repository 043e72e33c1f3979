import { BackfillError } from '../../errors.js'
import type { Words } from './language.js'

/** `BACKFILL_INVALID_OPTIONS`: what is wrong with what was typed or set, and what it must be. */
export function invalid(words: Words, cause?: unknown): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', words, { cause })
}

/** The same of variables of the environment, which what comes next then names. */
export function invalidSetting(names: readonly string[], words: Words): BackfillError {
  const issues = names.map((path) => ({ path, message: words.en }))
  return new BackfillError('BACKFILL_INVALID_OPTIONS', words, { issues })
}
