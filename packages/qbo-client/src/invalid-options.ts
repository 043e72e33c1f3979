import type { z } from 'zod'
import { QboError } from './errors.js'

/** Names all that is wrong in one error. Never quotes a value: it may be a secret in the wrong place. */
export function invalidOptions(what: 'client' | 'OAuth client', error: z.ZodError): QboError {
  const issues = error.issues.map((issue) => {
    const path = issue.path.map(String).join('.')
    if (issue.code === 'unrecognized_keys') {
      return `${path === '' ? '' : `${path}.`}${issue.keys.join(', ')}: is not an option of the ${what}`
    }
    return `${path === '' ? 'options' : path}: ${issue.message}`
  })
  return new QboError('QBO_INVALID_OPTIONS', `The ${what} cannot be made. ${issues.join('; ')}.`, { issues })
}
