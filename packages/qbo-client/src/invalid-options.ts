import type { z } from 'zod'
import { QboError } from './errors.js'

/** @throws {QboError} QBO_INVALID_OPTIONS, naming all that is wrong with the options of `what`. */
export function checkOptions<T>(what: string, schema: z.ZodType<T>, options: unknown): T {
  const checked = schema.safeParse(options)
  if (!checked.success) throw invalidOptions(what, checked.error)
  return checked.data
}

/** Names all that is wrong in one error. Never quotes a value: it may be a secret in the wrong place. */
function invalidOptions(what: string, error: z.ZodError): QboError {
  const issues = error.issues.map((issue) => {
    const path = issue.path.map(String).join('.')
    if (issue.code === 'unrecognized_keys') {
      return `${path === '' ? '' : `${path}.`}${issue.keys.join(', ')}: is not an option of the ${what}`
    }
    return `${path === '' ? 'options' : path}: ${issue.message}`
  })
  return new QboError('QBO_INVALID_OPTIONS', `The options of the ${what} are wrong. ${issues.join('; ')}.`, {
    issues,
  })
}
