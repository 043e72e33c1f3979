import { reportLanguages } from '../../language.js'
import { windowSizes } from '../../plan/civil-date.js'
import type { Language, Words } from '../words/language.js'

/** A flag as help, completion and the parser know it. */
export interface FlagEntry extends Words {
  /** What help calls its value, in English; a flag without it is a switch. */
  readonly value?: string
  /** The values that it may have. */
  readonly choices?: readonly string[]
  /** Where its value is a whole number: the least and the most that it may be; of what, the sentence says. */
  readonly whole?: { readonly least: number; readonly most?: number }
  /** What holds where it is not given. */
  readonly usual?: string | Words
  /** The Spanish name of the same flag. */
  readonly alias?: string
}

/** Every flag, each once. A command names those that it takes. */
const table = {
  entities: {
    value: 'LIST',
    en: 'Entities, joined by commas: customers,items,invoices; or all, transactions, lists.',
    es: 'Entidades, separadas por comas: clientes,artículos,facturas, o customers,items,invoices; o bien todas, transacciones, listas.',
  },
  from: {
    value: 'INSTANT',
    alias: 'fecha-inicio',
    en: 'Start of the range, included: 2024-01-01T00:00:00Z, or a date, which is midnight in the zone.',
    es: 'Inicio del período, incluido (también --from): 2024-01-01T00:00:00Z, o una fecha, que es la medianoche en la zona.',
  },
  to: {
    value: 'INSTANT',
    alias: 'fecha-fin',
    en: 'End of the range, not included.',
    es: 'Fin del período, no incluido (también --to).',
  },
  window: {
    value: 'SIZE',
    choices: windowSizes,
    en: 'Size of the windows in which rows are counted and compared.',
    es: 'Tamaño de las ventanas en que se cuentan y comparan las filas.',
    usual: { en: 'day for transactions, range for lists', es: 'day para transacciones, range para listas' },
  },
  'time-zone': {
    value: 'ZONE',
    en: 'IANA time zone of dates and windows, such as America/Guayaquil.',
    es: 'Zona horaria IANA de las fechas y ventanas, como America/Guayaquil.',
    usual: 'UTC',
  },
  schema: {
    value: 'NAME',
    en: 'Schema of the raw tables in the database.',
    es: 'Esquema de las tablas crudas en la base de datos.',
    usual: 'raw',
  },
  evidence: {
    value: 'DIR',
    en: 'Archive report.html, report.json and the other evidence in a folder of the run in DIR.',
    es: 'Archivar report.html, report.json y el resto de la evidencia en una carpeta de la corrida dentro de DIR.',
  },
  report: {
    value: 'DIR',
    en: 'Keep what was found in a folder of its own in DIR: report.html, one page, and report.json.',
    es: 'Guardar lo hallado en una carpeta propia dentro de DIR: report.html, una sola página, y report.json.',
  },
  'archive-reports': {
    en: "With --evidence: also archive QuickBooks' own ProfitAndLoss and BalanceSheet of the range.",
    es: 'Con --evidence: archivar también los reportes ProfitAndLoss y BalanceSheet del propio QuickBooks.',
  },
  'no-witness': {
    en: "Do not ask QuickBooks' own reports as a second witness.",
    es: 'No consultar los reportes del propio QuickBooks como segundo testigo.',
  },
  'wait-for-lease': {
    value: 'SECONDS',
    whole: { least: 0 },
    en: 'Seconds to wait for a company that another process is running.',
    es: 'Segundos que se espera a una empresa que otro proceso está ejecutando.',
    usual: { en: '0, which fails at once', es: '0, que termina de inmediato' },
  },
  'max-api-calls': {
    value: 'N',
    whole: { least: 1 },
    en: 'API calls that the run may spend, over all its resumes.',
    es: 'Llamadas a la API que la corrida puede gastar, sumando todas sus reanudaciones.',
    usual: { en: 'no limit', es: 'sin límite' },
  },
  concurrency: {
    value: 'N',
    whole: { least: 1, most: 10 },
    en: 'Pages under way at once, from 1 to 10.',
    es: 'Páginas que se piden a la vez, de 1 a 10.',
    usual: '10',
  },
  'stop-on-stdin-end': {
    en: 'Stop, with the place saved, when stdin ends: so that no child outlives its host.',
    es: 'Detenerse, con el avance guardado, cuando termina stdin: así ningún proceso hijo sobrevive a su anfitrión.',
  },
  sweep: {
    en: "Hold all that is loaded against QuickBooks' own reports: finds deletions however old.",
    es: 'Contrastar todo lo cargado con los reportes del propio QuickBooks: halla eliminaciones por antiguas que sean.',
  },
  deep: {
    value: 'N',
    whole: { least: 0 },
    en: 'Records of each entity, chosen by chance, that are compared in full.',
    es: 'Registros de cada entidad, elegidos al azar, que se comparan por completo.',
    usual: '0',
  },
  run: {
    value: 'ID',
    en: 'Id of the run, or its first letters.',
    es: 'Id de la corrida, o sus primeras letras.',
    usual: { en: 'the newest of the company', es: 'la más reciente de la empresa' },
  },
  entity: {
    value: 'NAME',
    en: 'Only those of this entity.',
    es: 'Solo los de esta entidad.',
  },
  all: {
    en: 'Also those that are resolved.',
    es: 'También los ya resueltos.',
  },
  by: {
    value: 'NAME',
    en: 'Who has seen them.',
    es: 'Quién los ha revisado.',
  },
  at: {
    value: 'INSTANT',
    en: 'When it is due, with its offset: 2027-01-14T21:00:00-05:00.',
    es: 'Cuándo debe ejecutarse, con su desfase horario: 2027-01-14T21:00:00-05:00.',
  },
  name: {
    value: 'NAME',
    en: 'What people call it.',
    es: 'Nombre con que lo reconocen las personas.',
  },
  'run-if-past': {
    en: 'Accept an instant in the past: it is due at once.',
    es: 'Aceptar un instante pasado: se ejecuta en cuanto se pueda.',
  },
  wait: {
    en: 'Stay, and run each trigger when its instant comes.',
    es: 'Quedarse en espera y ejecutar cada disparador cuando llegue su instante.',
  },
  adopt: {
    en: 'Take over tables that were made before, for this company.',
    es: 'Adoptar, para esta empresa, tablas que ya existían.',
  },
  'redirect-uri': {
    value: 'URL',
    en: 'Redirect address as registered at Intuit. With https, paste the address that the browser ends at.',
    es: 'Dirección de redirección registrada en Intuit. Con https, pegue la dirección en que termina el navegador.',
    usual: 'http://localhost:8000/callback',
  },
  'keep-runs': {
    value: 'N',
    whole: { least: 0 },
    en: 'How many finished runs stay.',
    es: 'Cuántas corridas terminadas se conservan.',
  },
  'monthly-call-budget': {
    value: 'N',
    whole: { least: 1 },
    en: 'API calls that the app may spend in a month, over all companies that share the database.',
    es: 'Llamadas a la API que la aplicación puede gastar en un mes, entre todas las empresas que comparten la base.',
    usual: {
      en: 'QBO_MONTHLY_CALL_BUDGET, else no limit',
      es: 'QBO_MONTHLY_CALL_BUDGET; si falta, sin límite',
    },
  },
  'max-duration': {
    value: 'SECONDS',
    whole: { least: 1, most: 2_147_000 },
    en: 'After so many seconds no request begins; the place is saved and the exit code is 75.',
    es: 'Pasados esos segundos no empieza ninguna petición; se guarda el avance y el código de salida es 75.',
    usual: { en: 'no limit', es: 'sin límite' },
  },
  style: {
    value: 'STYLE',
    choices: ['flat', 'fivetran'],
    en: "A column for each field (flat), or the tables that Fivetran's dbt package reads (fivetran).",
    es: 'Una columna por campo (flat), o las tablas que lee el paquete dbt de Fivetran (fivetran).',
  },
  'views-schema': {
    value: 'NAME',
    en: 'Schema of the views in the database.',
    es: 'Esquema de las vistas en la base de datos.',
    usual: {
      en: 'that of the raw tables for flat, quickbooks for fivetran',
      es: 'el de las tablas crudas en flat; quickbooks en fivetran',
    },
  },
  index: {
    en: 'Instead of one run: write index.html, which leads to the pages of all runs of the company in DIR.',
    es: 'En lugar de una corrida: escribir index.html, que lleva a las páginas de todas las corridas de la empresa en DIR.',
  },
  host: {
    value: 'HOST',
    choices: ['kestra'],
    en: "Print outputs and metrics in the host's own words too, before the last line.",
    es: 'Imprimir también salidas y métricas en el lenguaje del anfitrión, antes de la última línea.',
  },
  file: {
    value: 'FILE',
    en: 'The environment file that is written, readable by you alone.',
    es: 'El archivo de variables de entorno que se escribe; solo usted podrá leerlo.',
    usual: 'qbo.env',
  },
  config: {
    value: 'FILE',
    en: 'JSON file of flags without dashes and of environment variables; both go before it.',
    es: 'Archivo JSON de opciones sin guiones y de variables de entorno; ambas tienen prioridad sobre él.',
  },
  json: {
    en: 'Print one JSON object a line, also on a terminal.',
    es: 'Imprimir un objeto JSON por línea, también en una terminal.',
  },
  language: {
    value: 'LANGUAGE',
    choices: reportLanguages,
    en: 'Language of all that a person reads, report.html too.',
    es: 'Idioma de todo lo que lee una persona, también de report.html.',
    usual: {
      en: "the terminal's (LC_ALL, LC_MESSAGES, LANG)",
      es: 'el de la terminal (LC_ALL, LC_MESSAGES, LANG)',
    },
  },
} as const satisfies Readonly<Record<string, FlagEntry>>

export type FlagName = keyof typeof table

export const flags: Readonly<Record<FlagName, FlagEntry>> = table

/** What every command takes. */
export const everyCommand: readonly FlagName[] = ['json', 'config', 'language', 'host']

/** The flags of one command. */
export interface FlagTable {
  /** As it is typed: `run`, `trigger add`. */
  readonly name: string
  /** Those that must be given. */
  readonly needs?: readonly FlagName[]
  /** Given this, none must. */
  readonly unless?: FlagName
  /** Those that may be given. */
  readonly takes?: readonly FlagName[]
  readonly examples: readonly [string, string]
}

/** All flags of a command, beside those that every command takes. */
export function flagsOf({ needs = [], takes = [] }: FlagTable): readonly FlagName[] {
  return [...needs, ...takes]
}

/** An example as who reads the language would type it: by the names that its help lists. */
export function exampleIn(example: string, language: Language): string {
  if (language === 'en') return example
  return Object.entries(flags).reduce(
    (line, [name, { alias }]) => (alias === undefined ? line : line.replace(`--${name} `, `--${alias} `)),
    example.replace('./evidence', './evidencia'),
  )
}
