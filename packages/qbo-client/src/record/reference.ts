import { z } from 'zod'

/** A pointer to another record. */
export interface Reference {
  readonly value: string
  readonly name?: string | undefined
  readonly [field: string]: unknown
}

export const referenceSchema: z.ZodType<Reference> = z.looseObject({
  value: z.string(),
  name: z.string().optional(),
})
