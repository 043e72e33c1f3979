import type { z } from 'zod'
import { SinkError, type SinkIssue } from './sink-error.js'

/** @throws {SinkError} SINK_INVALID_OPTIONS, naming everything that is wrong */
export function validated<T>(what: string, schema: z.ZodType<T>, options: unknown): T {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.flatMap(issuesOf)
  const said = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  throw new SinkError('SINK_INVALID_OPTIONS', `${what}: ${said.join('; ')}`, { issues })
}

function issuesOf(issue: z.core.$ZodIssue): readonly SinkIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: 'is not an option' }))
  }
  return [{ path: pathText(issue.path), message: issue.message }]
}

/** `page.number`, `entities[2]`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./u, '')
}
