import { z } from 'zod'

/** A pointer to another record. */
export interface Reference {
  /** The Id of the other record; of a currency its ISO code. */
  readonly value: string
  /** How it is called, where QuickBooks says so. */
  readonly name?: string | undefined
  readonly [field: string]: unknown
}

export const referenceSchema: z.ZodType<Reference> = z.looseObject({
  value: z.string(),
  name: z.string().optional(),
})
