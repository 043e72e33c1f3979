import { createHash } from 'node:crypto'
import type { EntityName, QboEnvironment } from 'qbo-client'
import type { ReportLanguage } from '../language.js'
import type { WindowSize } from '../plan/civil-date.js'

/** Two requests with the same key are the same run: the second one resumes the first if it is not finished. */
export function runKeyOf(run: RunIdentity & { readonly rawSchema: string }): string {
  const parts = [
    run.environment,
    run.realmId,
    [...run.entities].sort().join(','),
    run.from,
    run.to,
    run.windowSize ?? 'default',
    run.timeZone,
    run.rawSchema,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

/** What differs between the plan of an unfinished run and what is asked for now; empty if nothing does. */
export function planDifference(
  stored: RunIdentity & { readonly rawSchema: string },
  asked: RunIdentity & { readonly rawSchema: string },
  language: ReportLanguage,
): readonly string[] {
  const words = {
    en: { window: 'window', zone: 'time zone', schema: 'schema', usual: 'default', now: 'now' },
    es: { window: 'ventana', zone: 'zona horaria', schema: 'esquema', usual: 'por defecto', now: 'ahora' },
  }[language]
  const fields = [
    [words.window, stored.windowSize ?? words.usual, asked.windowSize ?? words.usual],
    [words.zone, stored.timeZone, asked.timeZone],
    [words.schema, stored.rawSchema, asked.rawSchema],
  ] as const
  return fields
    .filter(([, before, now]) => before !== now)
    .map(([name, before, now]) => `${name} ${before}, ${words.now} ${now}`)
}

/** What makes two requests the same run. */
export interface RunIdentity {
  readonly environment: QboEnvironment
  readonly realmId: string
  readonly entities: readonly EntityName[]
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly windowSize: WindowSize | undefined
}
