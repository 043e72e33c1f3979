import { BackfillError } from '../errors.js'
import type { Arguments } from './arguments.js'

/** A flag that is a number of something; undefined if it is not given. */
export function wholeNumber(given: Arguments, name: string): number | undefined {
  const text = given.value(name)
  if (text === undefined) return undefined
  if (/^\d{1,9}$/u.test(text)) return Number(text)
  throw new BackfillError('BACKFILL_INVALID_OPTIONS', `--${name} "${text}" is not a whole number.`)
}
