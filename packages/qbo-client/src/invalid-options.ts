import type { z } from 'zod'
import { refusedOptions } from './errors.js'
import type { QboIssue } from './errors.js'

/** @throws {QboError} QBO_INVALID_OPTIONS, naming all that is wrong with the options of `what`. */
export function checkOptions<T>(what: string, schema: z.ZodType<T>, options: unknown): T {
  const checked = schema.safeParse(options)
  if (checked.success) return checked.data
  throw refusedOptions(
    `The options of the ${what} are wrong`,
    checked.error.issues.flatMap((issue) => issuesOf(what, issue)),
  )
}

/** Never quotes a value: it may be a secret in the wrong place. */
function issuesOf(what: string, issue: z.core.$ZodIssue): readonly QboIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: `is not an option of the ${what}`,
    }))
  }
  return [{ path: issue.path.length === 0 ? 'options' : pathText(issue.path), message: issue.message }]
}

/** `rateLimit.perMinute`, `entities[2]`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./u, '')
}
