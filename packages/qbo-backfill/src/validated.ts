import { z } from 'zod'
import { refused, refusedOptions, type BackfillIssue, type WrongOption } from './errors.js'
import { didYouMean } from './suggestion.js'

/**
 * @param beside what else is wrong with the options, which a schema does not see
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming everything that is wrong with the options of `what`.
 */
export function validated<T>(
  what: string,
  known: z.ZodType<T>,
  options: unknown,
  beside: readonly WrongOption[] = [],
): T {
  const parsed = known.safeParse(options)
  if (parsed.success && beside.length === 0) return parsed.data
  if (parsed.success) throw refused(beside)
  const names = known instanceof z.ZodObject ? Object.keys(known.shape) : []
  const issues = parsed.error.issues.flatMap((issue) => issuesOf(what, issue, names))
  const named = new Set(issues.map(({ path }) => path))
  const others = beside.filter(({ path }) => !named.has(path))
  throw refusedOptions(`The options of ${what} are wrong`, issues, others)
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
