import { z } from 'zod'

/** What every record has: a shape to build the others' on. */
export const recordShape: {
  readonly Id: z.ZodString
  readonly SyncToken: z.ZodOptional<z.ZodString>
  readonly MetaData: z.ZodOptional<z.ZodType<MetaData>>
} = {
  Id: z.string().min(1),
  SyncToken: z.string().optional(),
  MetaData: z
    .looseObject({ CreateTime: z.string().optional(), LastUpdatedTime: z.string().optional() })
    .optional(),
}

/** When a record came to be and when it last changed: instants with an offset, to the second. */
export interface MetaData {
  readonly CreateTime?: string | undefined
  readonly LastUpdatedTime?: string | undefined
  readonly [field: string]: unknown
}
