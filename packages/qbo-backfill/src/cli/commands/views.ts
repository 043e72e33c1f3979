import { createRawSink, type CreatedViews, type FoundView, type RawSink, type ViewStyle } from 'qbo-raw-sink'
import { spanishCount } from '../../report/words/spanish-page.js'
import { counted } from '../../verdict/counted.js'
import type { Arguments } from '../input/arguments.js'
import { withDatabase } from '../input/open-database.js'
import { readRealm } from '../input/realm.js'
import { formatTable } from '../output/table.js'
import type { Language } from '../words/language.js'
import type { Command } from './command.js'

export const create: Command = async ({ given }) => {
  const { style, schema } = readViews(given)
  const realmId = style === 'fivetran' ? readRealm(given) : undefined
  const created = await withSink(given, (sink) => sink.createViews({ style, schema, realmId }))
  return {
    exitCode: 0,
    event: { type: 'views.completed', style, ...created },
    text: describe(created, given.language),
  }
}

export const drop: Command = async ({ given }) => {
  const { style, schema } = readViews(given)
  const views = await withSink(given, (sink) => sink.dropViews({ style, schema }))
  return {
    exitCode: 0,
    event: { type: 'views.completed', style, views },
    text: {
      en: `${counted(views.length, 'view')} dropped; no row is touched.\n`,
      es: `${spanishCount(views.length, 'vista eliminada', 'vistas eliminadas')}; no se toca ninguna fila.\n`,
    }[given.language],
  }
}

export const list: Command = async ({ given }) => {
  const views = await withSink(given, (sink) => sink.listViews())
  return {
    exitCode: 0,
    event: { type: 'views.completed', schemas: summarize(views) },
    text: tableOf(views, given.language),
  }
}

/** Which of the two styles, the table of commands has seen to. */
function readViews(given: Arguments): { readonly style: ViewStyle; readonly schema: string | undefined } {
  return { style: given.value('style') as ViewStyle, schema: given.value('views-schema') }
}

/** Opens the database for one piece of work on the views of its raw tables. */
function withSink<T>(given: Arguments, work: (sink: RawSink) => Promise<T>): Promise<T> {
  return withDatabase(given, ({ db }) => work(createRawSink({ db, schema: given.value('schema') })))
}

function describe({ schema, views, changed, dbt }: CreatedViews, language: Language): string {
  const words = {
    en: {
      made: `${views.length} views in ${schema}, of which ${changed.length} were made or changed.`,
      lacks: 'The package does not run without these, too',
      project: 'For the dbt package fivetran/quickbooks, in your dbt_project.yml',
    },
    es: {
      made: `${spanishCount(views.length, 'vista')} en ${schema}; creadas o cambiadas: ${changed.length}.`,
      lacks: 'El paquete tampoco funciona sin estas',
      project: 'Para el paquete dbt fivetran/quickbooks, en su dbt_project.yml',
    },
  }[language]
  if (dbt === undefined) return `${words.made}\n`
  const lacks = dbt.missing.length === 0 ? '' : `\n${words.lacks}: ${dbt.missing.join(', ')}.\n`
  const variables = Object.entries(dbt.variables).map(([name, isOn]) => `    ${name}: ${isOn}\n`)
  return (
    `${words.made}\n\n${words.project}:\n\n` +
    `vars:\n  quickbooks:\n    quickbooks_schema: ${schema}\n${variables.join('')}${lacks}`
  )
}

interface ViewsOfSchema {
  readonly schema: string
  readonly style: ViewStyle
  readonly realmId: string | null
  readonly views: number
  /** Those that `views create` would change. */
  readonly outdated: number
}

function summarize(views: readonly FoundView[]): readonly ViewsOfSchema[] {
  const groups = new Map<string, FoundView[]>()
  for (const view of views) {
    const key = `${view.style} ${view.schema}`
    groups.set(key, [...(groups.get(key) ?? []), view])
  }
  return Array.from(groups.values(), (group) => {
    const { schema, style, realmId = null } = group[0]!
    const outdated = group.filter(({ isCurrent }) => !isCurrent).length
    return { schema, style, realmId, views: group.length, outdated }
  })
}

function tableOf(views: readonly FoundView[], language: Language): string {
  const words = {
    en: {
      none: 'No views.\n',
      head: ['view', 'style', 'company', 'state'],
      all: 'all',
      current: 'current',
      outdated: 'outdated',
    },
    es: {
      none: 'No hay vistas.\n',
      head: ['vista', 'estilo', 'empresa', 'estado'],
      all: 'todas',
      current: 'al día',
      outdated: 'desactualizada',
    },
  }[language]
  if (views.length === 0) return words.none
  return formatTable(
    words.head,
    views.map(({ schema, name, style, realmId = words.all, isCurrent }) => [
      `${schema}.${name}`,
      style,
      realmId,
      isCurrent ? words.current : `${words.outdated}: views create`,
    ]),
  )
}
