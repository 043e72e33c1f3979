import { readPage } from './page.ts'

/** A language that the reference is written in: where its pages lie, and the words by which tests find and read its tables. */
export interface Reference {
  readonly folder: 'docs/reference' | 'docs/es/reference'
  readonly environment: string
  readonly exitCodes: string
  readonly everyCommand: string
  readonly noFlags: string
  readonly required: string
  readonly besideFields: string
  readonly or: string
  /** Whether the same may succeed later; of a column, whether it may be null. */
  readonly yes: string
  readonly no: string
  readonly sometimes: string
  /** How it says what the types say of a default in words, by the first of them; values stand as they are. */
  readonly defaults: ReadonlyMap<string, string>
}

export const references: readonly Reference[] = [
  {
    folder: 'docs/reference',
    environment: '# Environment',
    exitCodes: '# Exit codes',
    everyCommand: 'Every command takes:',
    noFlags: 'akes no flags of its own',
    required: 'required',
    besideFields: 'Fields beside',
    or: 'or',
    yes: 'yes',
    no: 'no',
    sometimes: 'sometimes',
    defaults: new Map(),
  },
  {
    folder: 'docs/es/reference',
    environment: '# Variables de entorno',
    exitCodes: '# Códigos de salida',
    everyCommand: 'Todo comando recibe:',
    noFlags: 'o tiene opciones propias',
    required: 'obligatoria',
    besideFields: 'Campos además de',
    or: 'o',
    yes: 'sí',
    no: 'no',
    sometimes: 'a veces',
    defaults: new Map([
      ['no', 'sin límite'],
      ['none', 'ningun'],
      ['one', 'uno hecho con'],
      ['all', 'todo lo que'],
      ['those', 'las de la corrida'],
      ['the', 'el '],
      ['counted', 'se cuenta'],
      ['everything', 'todos'],
      ['for', 'en `flat`'],
    ]),
  },
]

export const referencePages = [
  'cli.md',
  'database.md',
  'environment.md',
  'errors.md',
  'events.md',
  'exit-codes.md',
  'options.md',
  'raw-tables.md',
] as const

export function readReference({ folder }: Reference, page: (typeof referencePages)[number]): string {
  return readPage(`${folder}/${page}`)
}
