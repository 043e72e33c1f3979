import type { Words } from './words/language.js'

/** What a command must know of the world, and so which variables it reads and how it may end. */
export type Reach = 'company' | 'run' | 'realm' | 'database' | 'nothing'

/** What help says of a command, or of all of them. */
export interface Helped extends Words {
  readonly reach: Reach
  /** Two lines as somebody would type them, after the name of the program. */
  readonly examples: readonly [string, string]
}

/** Ranges as examples have them. A first load takes the whole: invoices name customers and items of years before. */
export const wholeHistory = '--from 2000-01-01 --to 2026-01-01'
export const lastYear = '--from 2024-01-01 --to 2025-01-01'

/** The program itself. */
export const program: Helped = {
  en: 'A QuickBooks Online company in your own PostgreSQL, proved complete.',
  es: 'Una empresa de QuickBooks Online en su propio PostgreSQL, con su integridad comprobada.',
  reach: 'run',
  examples: ['doctor', `run --entities customers,items,invoices ${wholeHistory}`],
}

/** The first words of commands of two words. */
export const groups: Readonly<Record<string, Helped>> = {
  views: {
    en: 'Views over the raw tables, flat or for dbt: create, drop, list.',
    es: 'Vistas sobre las tablas crudas, planas o para dbt: create, drop, list.',
    reach: 'database',
    examples: ['views create --style flat', 'views list'],
  },
  rejects: {
    en: 'Records that could not be stored as they came: list, acknowledge, replay.',
    es: 'Registros que no se pudieron guardar tal como llegaron: list, acknowledge, replay.',
    reach: 'realm',
    examples: ['rejects list', 'rejects replay'],
  },
  trigger: {
    en: 'One-time runs at a stored instant: add, list, run-due, release, prune.',
    es: 'Corridas de una sola vez en un instante guardado: add, list, run-due, release, prune.',
    reach: 'run',
    examples: ['trigger list', 'trigger run-due --wait'],
  },
  auth: {
    en: 'The connection to the company: login, status, revoke.',
    es: 'La conexión con la empresa: login, status, revoke.',
    reach: 'company',
    examples: ['auth login', 'auth status'],
  },
}
