import type { Knowledge } from '../verdict/colour.js'

/** An entity that was asked for and cannot be read, while others can. */
export interface LeftOut {
  /** What QuickBooks said, as the code of its error. */
  readonly code: string
  /** Whether it is known that the company has nothing of it. */
  readonly nothingThere: Knowledge
}

/**
 * What is to be left out rather than to end the run: what the company's plan does not have, what its user may not read,
 * and what it does not know. Undefined for any other error. Read from the question and the code of its answer: where
 * nothing is asked but COUNT(*) of an entity, a statement that is not valid can only mean the entity.
 *
 * @param error of `SELECT COUNT(*) FROM …` without any condition
 */
export function leftOutBy(error: unknown): LeftOut | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  if (code === 'QBO_FEATURE_UNAVAILABLE') return { code, nothingThere: 'right' }
  if (code === 'QBO_FORBIDDEN') return { code, nothingThere: 'unknown' }
  if (code === 'QBO_QUERY_INVALID') return { code, nothingThere: 'right' }
  return undefined
}

const reasons: Readonly<Record<string, string>> = {
  QBO_FEATURE_UNAVAILABLE: "this company's QuickBooks plan does not have it",
  QBO_FORBIDDEN: 'the user who connected the company may not read it',
  QBO_QUERY_INVALID: 'this company does not know it',
}

/** @param entity QuickBooks' own name: `Department` */
export function leftOutText(entity: string, code: string): string {
  return `${entity}: left out, since ${reasons[code] ?? `QuickBooks refuses it (${code})`}.`
}
