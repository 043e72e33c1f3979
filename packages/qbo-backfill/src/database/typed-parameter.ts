import { sql, type RawBuilder } from 'kysely'

/**
 * A parameter that the driver sends as the text that it is. Some look at the type that a statement expects of a
 * parameter and make of it what they think is right: postgres.js makes a JSON string of JSON, and a time of milliseconds
 * of one of microseconds. Text and integers all send alike.
 */
export function typed<T = string>(
  value: string | number | boolean | null,
  type: 'bigint' | 'boolean' | 'jsonb' | 'text' | 'timestamptz',
): RawBuilder<T> {
  return sql<T>`${value === null ? null : String(value)}::text::${sql.raw(type)}`
}

export function jsonb(value: unknown): RawBuilder<string> {
  return typed(JSON.stringify(value), 'jsonb')
}
