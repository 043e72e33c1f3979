import type { EntityName } from 'qbo-client'
import { entityTables } from 'qbo-raw-sink'
import { z } from 'zod'

/** The name of an entity as this package stores it. By the sink's list, which is the client's: who looks at a run loads no client. */
export const entityName: z.ZodType<EntityName> = z.custom<EntityName>(
  (value) => typeof value === 'string' && Object.hasOwn(entityTables, value),
  'is no entity that this version knows',
)
