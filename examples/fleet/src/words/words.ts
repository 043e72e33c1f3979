import type { KnownRecord } from '../gist.ts'
import { english } from './english.ts'
import { spanish } from './spanish.ts'

export type Language = 'en' | 'es'

/** What is wrong, and what to do about it: a sentence each, or more. */
export interface Said {
  readonly what: string
  readonly todo: string
}

/** Everything that the page says, in one language. `one` to three words where nothing else is noted. */
export interface Words {
  readonly locale: string
  readonly title: string
  /** What the page is. */
  readonly subtitle: string
  readonly asOf: (time: string, seconds: number) => string
  readonly asOfStill: (time: string) => string
  readonly unreachable: (time: string) => string
  readonly neverReached: string
  readonly dayAt: (day: string, time: string) => string
  readonly hold: string
  readonly renew: string
  readonly leave: string
  readonly other: string

  readonly states: Readonly<Record<'person' | 'soon' | 'working' | 'fine', string>>
  /** What all of it comes to. */
  readonly lastDay: (synced: number, all: number) => string
  readonly yourTurn: (companies: number) => string
  readonly show: string
  readonly all: string
  readonly calm: (companies: number) => string
  readonly connect: string
  readonly none: string
  readonly legend: (sync: string, check: string) => string

  /** `2 invoices` */
  readonly records: (count: number, entity: string) => string
  /** `invoices` */
  readonly several: (entity: string) => string
  /** `Invoice 1009 (26 Jan 2023, Granite Plumbing, 3,840.76)` */
  readonly record: (entity: string, record: KnownRecord) => string
  /** The same within a sentence. */
  readonly theRecord: (entity: string, record: KnownRecord) => string
  /** Of one that has no name. */
  readonly madeAt: (entity: string, time: string) => string
  readonly reason: (text: string) => string
  readonly openIt: string
  readonly more: (records: number) => string

  readonly calls: (taken: string, budget: string) => string
  readonly spent: (budget: string, date: string) => string
  readonly enough: (date: string) => string
  readonly over: (date: string) => string
  readonly noForecast: (date: string) => string

  readonly heads: readonly [company: string, copy: string, sync: string, now: string, connection: string]
  readonly complete: string
  /** Without what somebody has accepted to be missing. */
  readonly completeBut: (what: string) => string
  readonly notYet: string
  /** Of one that lacked something. */
  readonly readAgain: string
  /** Of what somebody has accepted, where the newest proof does not say it. */
  readonly goesWithout: string
  readonly checked: (age: string) => string
  readonly times: (times: number) => string
  readonly notWitnessed: (entities: string) => string
  readonly idsAlone: (entities: string) => string
  readonly never: string
  readonly tasks: Readonly<Record<string, string>>
  readonly queued: (task: string) => string
  readonly orphaned: string
  readonly waitsForCalls: (task: string, date: string) => string
  readonly waits: (task: string, time: string) => string
  readonly isConnected: string
  readonly days: (days: number) => string
  readonly noConsent: string
  readonly report: string
  readonly again: string
  readonly accept: string
  /** Takes that back. */
  readonly reopen: string
  readonly seen: string
  readonly reconnect: string

  readonly disconnected: (company: string) => Said
  readonly endsToday: (company: string) => Said
  readonly endsSoon: (company: string, days: number) => Said
  readonly missing: (what: string, count: number) => string
  readonly incomplete: (entities: string) => string
  readonly correct: string
  readonly seeReport: string
  readonly nothingComes: string
  readonly onlyReported: (records: readonly string[]) => Said
  readonly remarks: (entities: string) => Said
  readonly oldProof: (days: number, when: string) => Said
  readonly oldChanges: (hours: number, when: string) => Said
  readonly stopped: (task: string, error: string) => Said
  /** By the code of the error, where it tells what to do. */
  readonly causes: Readonly<Record<string, Said>>

  readonly workers: (count: number) => string
  readonly noWorkers: string
  readonly noWorkersYet: string
  readonly workerIdle: string
  readonly events: string
  readonly noEvents: string
  readonly companies: (count: number) => string
  readonly past: Readonly<
    Record<
      'connected' | 'retried' | 'accepted' | 'reopened' | 'stopped' | 'lost' | 'backfill' | 'sync' | 'verify',
      (companies: string, detail: string) => string
    >
  >
  readonly found: Readonly<Record<string, string>>

  readonly token: string
  readonly tokenHint: string
  readonly wrongToken: string
  readonly open: string
  readonly connected: (company: string) => string
  readonly otherCompany: (company: string, expected: string) => string
  readonly retried: (company: string) => string
  readonly accepted: (company: string) => string
  readonly reopened: (company: string) => string
  readonly consentFailed: string
  readonly noReport: string
  readonly back: string
  /** Above a report, which is written for the command line too. */
  readonly commands: string
}

export const words: Readonly<Record<Language, Words>> = { en: english, es: spanish }
