import type { EntityFields, FieldKind, FieldOf } from '../entity/entity-fields.js'
import type { EntityName } from '../entity-name.js'

/** The operators of the query language. `Id` takes only `=` and `IN`. */
export type QueryOperator = '=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN'

/** A value of a condition. */
export type QueryValue = string | number | boolean

/** A condition before its entity is known; conditions are joined by AND, since the language has no OR. */
export interface Condition {
  /** A field's name, such as `TxnDate` or `MetaData.CreateTime`. */
  readonly field: string
  /** How the field is compared; `Id` takes `=` and `IN` only. */
  readonly operator: QueryOperator
  /**
   * A list for IN, one value otherwise. Instants must carry an explicit offset: QuickBooks reads a literal
   * without one as Pacific time.
   */
  readonly value: QueryValue | readonly QueryValue[]
}

type ValueOf<K extends FieldKind> = K extends 'boolean'
  ? boolean
  : K extends 'number'
    ? number | string
    : string

type OperatorOf<K extends FieldKind> = K extends 'id' | 'boolean'
  ? '='
  : K extends 'text'
    ? Exclude<QueryOperator, 'IN'>
    : Exclude<QueryOperator, 'IN' | 'LIKE'>

type ConditionOn<F extends string, K extends FieldKind> =
  | { readonly field: F; readonly operator: OperatorOf<K>; readonly value: ValueOf<K> }
  | { readonly field: F; readonly operator: 'IN'; readonly value: readonly ValueOf<K>[] }

type TypedCondition<E extends EntityName> = {
  [F in FieldOf<E>]: EntityFields[E][F] extends FieldKind ? ConditionOn<F, EntityFields[E][F]> : never
}[FieldOf<E>]

/**
 * A condition on an entity: its fields, the operators that each takes, and a value that fits. Where the entity is
 * not known at compile time, any {@link Condition}.
 */
export type ConditionOf<E extends EntityName> = [E] extends [never]
  ? Condition
  : [EntityName] extends [E]
    ? Condition
    : TypedCondition<E>

/**
 * Which records. `Active IN (true, false)` is added by itself on the entities that have Active, unless a
 * condition names Active.
 */
export interface QueryScope<E extends EntityName = EntityName> {
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: E
  /** Conditions, joined by AND: the language has no OR. @defaultValue none: every record */
  readonly where?: readonly ConditionOf<E>[] | undefined
  /**
   * Whether to add `Active IN (true, false)`. Said outright, it is done whatever is known of the entity: a COUNT with it
   * and one without tell whether either of them hides rows.
   * A condition that names Active stands in its place.
   * @defaultValue true where the entity has Active
   */
  readonly activeClause?: boolean | undefined
}
