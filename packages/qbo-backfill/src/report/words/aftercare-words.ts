import type { Check } from '../../verdict/check.js'
import type { RowDrift } from '../../verdict/row-drift.js'
import type { SyncMethod } from '../../verdict/sync-method.js'

/** What checks of one kind of report say: by their names, beside those of a run. */
export interface CheckWords {
  readonly names: Readonly<Record<string, string>>
  readonly actions: Readonly<Record<string, string>>
  readonly message: (check: Check) => string
}

/** What the page of a verification says. */
export interface VerifyWords extends CheckWords {
  /** @param at when, as the company's clocks show it; empty where it is not known */
  readonly subtitle: (range: string, at: string) => string
  readonly verdict: {
    /** @param what `30,000 invoices and 500 items` */
    readonly same: (what: string, range: string) => string
    /** And at QuickBooks something has changed since, or is not known. */
    readonly there: (what: string, range: string) => string
    readonly moved: (numbers: Readonly<Record<RowDrift, number>>) => string
    readonly missing: (records: number, entity: string) => string
    readonly different: (records: number, compared: number, entity: string) => string
    readonly listed: (records: number, entity: string) => string
  }
  readonly basis: {
    readonly compared: (entities: string) => string
    readonly deep: (equal: number, compared: number, entity: string) => string
    readonly onlyRead: string
  }
  readonly noPayloads: string
  readonly head: readonly string[]
  readonly headHelp: string
  readonly windows: { readonly title: string; readonly first: string; readonly head: readonly string[] }
  readonly facts: Readonly<Record<'at' | 'runs', string>>
}

/** What the page of a sync says. */
export interface SyncWords extends CheckWords {
  readonly subtitle: (at: string) => string
  readonly verdict: {
    readonly upToDate: (at: string) => string
    /** Where something is not known. */
    readonly asTold: (at: string) => string
    readonly brought: (inserted: number, updated: number, deleted: number) => string
    readonly nothing: string
  }
  readonly basis: Readonly<Record<SyncMethod, (entities: string, since: string) => string>>
  readonly unknownDeletions: (entities: string) => string
  readonly notBefore: string
  readonly methods: Readonly<Record<SyncMethod, string>>
  readonly whole: string
  readonly head: readonly string[]
  readonly facts: Readonly<Record<'at' | 'sync', string>>
}
