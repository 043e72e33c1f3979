import type { EntityName } from 'qbo-client'
import type { Colour } from './colour.js'

/** One line of the verdict on an entity: green holds, yellow deserves a look, red is wrong. */
export interface Check {
  /** What it judges, by QuickBooks' own name: `Invoice`. */
  readonly entity: EntityName
  /** `proof`, `rejects`, `window` … */
  readonly name: string
  /** green holds, yellow deserves a look, red is wrong. */
  readonly status: Colour
  /** One sentence for a person. */
  readonly message: string
  /** What it saw, as plain JSON: Ids, numbers, names of fields. Its shape depends on `name`. */
  readonly details: Readonly<Record<string, unknown>>
}
