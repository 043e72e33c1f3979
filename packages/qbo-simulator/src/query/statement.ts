/** A value in a condition, before the property it is compared with has been looked at. */
export interface Literal {
  readonly kind: 'string' | 'number' | 'boolean' | 'current-date'
  readonly text: string
}

export type ComparisonOperator = '=' | '<' | '>' | '<=' | '>=' | 'LIKE'

export type Condition =
  | { readonly path: string; readonly operator: ComparisonOperator; readonly value: Literal }
  | { readonly path: string; readonly operator: 'IN'; readonly values: readonly Literal[] }

export interface OrderTerm {
  readonly path: string
  readonly descending: boolean
}

/** A parsed statement; nothing in it has been checked against the entity yet. */
export interface Statement {
  readonly entity: string
  readonly isCount: boolean
  readonly conditions: readonly Condition[]
  readonly order: readonly OrderTerm[]
  readonly startPosition?: number
  readonly maxResults?: number
}
