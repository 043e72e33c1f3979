import { z } from 'zod'
import { refusedOptions, type BackfillIssue } from './errors.js'
import { didYouMean } from './suggestion.js'

/** @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming everything that is wrong with the options of `what`. */
export function validated<T>(what: string, known: z.ZodType<T>, options: unknown): T {
  const parsed = known.safeParse(options)
  if (parsed.success) return parsed.data
  const names = known instanceof z.ZodObject ? Object.keys(known.shape) : []
  throw refusedOptions(
    `The options of ${what} are wrong`,
    parsed.error.issues.flatMap((issue) => issuesOf(what, issue, names)),
  )
}

function issuesOf(what: string, issue: z.core.$ZodIssue, names: readonly string[]): readonly BackfillIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: `is not an option of ${what}${didYouMean(key, names)}`,
    }))
  }
  return [{ path: issue.path.length === 0 ? 'options' : pathText(issue.path), message: issue.message }]
}

/** `checks[0].name`, `entities[2]`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./u, '')
}
