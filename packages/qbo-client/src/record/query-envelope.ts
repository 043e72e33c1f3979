import { z } from 'zod'

/** What an answer to a statement is wrapped in; the records stand under the entity's own key, if there are any. */
export interface QueryEnvelope {
  /** The answer itself. */
  readonly QueryResponse: {
    /** The position of its first record, from 1. */
    readonly startPosition?: number | undefined
    /** How many records this answer holds; not how many were asked for. */
    readonly maxResults?: number | undefined
    /** Of COUNT(*), and of some answers that are whole. */
    readonly totalCount?: number | undefined
    readonly [entity: string]: unknown
  }
  /** The server's clock: text with an offset, or milliseconds. */
  readonly time?: string | number | undefined
  readonly [field: string]: unknown
}

/** Loose: unknown fields stay. */
export const queryEnvelopeSchema: z.ZodType<QueryEnvelope> = z.looseObject({
  QueryResponse: z.looseObject({
    startPosition: z.number().optional(),
    maxResults: z.number().optional(),
    totalCount: z.number().optional(),
  }),
  time: z.union([z.string(), z.number()]).optional(),
})
