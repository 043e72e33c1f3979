import type { EntityName } from './entity.js'

/** The operators of the query language. `Id` takes only `=` and `IN`. */
export type QueryOperator = '=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN'

/** A value of a condition. */
export type QueryValue = string | number | boolean

/** One condition; conditions are joined by AND, since the language has no OR. */
export interface Condition {
  /** A field's name, such as `TxnDate` or `MetaData.CreateTime`. */
  readonly field: string
  readonly operator: QueryOperator
  /**
   * A list for IN, one value otherwise. Instants must carry an explicit offset: QuickBooks reads a literal
   * without one as Pacific time.
   */
  readonly value: QueryValue | readonly QueryValue[]
}

/**
 * Which records. `Active IN (true, false)` is added by itself on the entities that have Active, unless a
 * condition names Active.
 */
export interface QueryScope {
  readonly entity: EntityName
  readonly where?: readonly Condition[] | undefined
}
