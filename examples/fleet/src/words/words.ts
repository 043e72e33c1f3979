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
  readonly asOf: (time: string, seconds: number) => string
  readonly asOfStill: (time: string) => string
  readonly unreachable: (time: string) => string
  readonly neverReached: string
  readonly hold: string
  readonly renew: string
  readonly leave: string
  readonly other: string

  readonly states: Readonly<Record<'person' | 'soon' | 'working' | 'fine', string>>
  readonly inAll: (companies: number, busy: number) => string
  readonly oldest: (age: string) => string
  readonly all: string
  readonly shownAlone: (companies: number, state: string) => string
  readonly calm: (companies: number) => string
  readonly connect: string
  readonly none: string
  readonly legend: string

  readonly calls: (taken: string, budget: string, left: string) => string
  readonly spent: (budget: string, date: string) => string
  readonly forecast: (calls: string, date: string) => string
  readonly over: (date: string) => string
  readonly noForecast: string
  readonly keyUsed: string
  readonly keyForecast: string

  readonly heads: readonly [company: string, books: string, changes: string, now: string, consent: string]
  readonly complete: string
  readonly notYet: string
  readonly proved: (age: string) => string
  /** Of what turned out not to be complete. */
  readonly checked: (age: string) => string
  readonly notWitnessed: (entities: string) => string
  readonly brought: (age: string) => string
  readonly loaded: (age: string) => string
  readonly tasks: Readonly<Record<string, string>>
  readonly idle: string
  readonly queued: (task: string) => string
  readonly waitsForCalls: (task: string, date: string) => string
  readonly waits: (task: string, time: string) => string
  readonly days: (days: number) => string
  readonly noDays: string
  readonly noConsent: string
  readonly report: string
  readonly again: string
  readonly reconnect: string

  readonly disconnected: Said
  readonly endsToday: Said
  readonly endsSoon: (days: number) => Said
  readonly missing: (what: string) => Said
  readonly incomplete: (entities: string) => Said
  readonly remarks: (entities: string) => Said
  readonly oldProof: (days: number) => Said
  readonly oldChanges: (hours: number) => Said
  readonly stopped: (task: string, error: string) => Said
  /** By the code of the error, where it tells what to do. */
  readonly causes: Readonly<Record<string, Said>>

  readonly workers: (count: number) => string
  readonly noWorkers: string
  readonly workerIdle: string
  readonly events: string
  readonly noEvents: string
  readonly past: Readonly<
    Record<
      'connected' | 'retried' | 'stopped' | 'lost' | 'backfill' | 'sync' | 'verify',
      (companies: string, detail: string) => string
    >
  >
  readonly found: Readonly<Record<string, string>>
  readonly by: (worker: string) => string

  readonly token: string
  readonly tokenHint: string
  readonly wrongToken: string
  readonly open: string
  readonly connected: (company: string) => string
  readonly otherCompany: (company: string, expected: string) => string
  readonly retried: (company: string) => string
  readonly consentFailed: string
  readonly noReport: string
  readonly back: string
}

export const words: Readonly<Record<Language, Words>> = { en: english, es: spanish }
