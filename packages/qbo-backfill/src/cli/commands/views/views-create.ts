import type { CreatedViews } from 'qbo-raw-sink'
import { spanishCount } from '../../../report/words/spanish-page.js'
import type { Language } from '../../words/language.js'
import { readRealm } from '../../input/realm.js'
import type { Command } from '../command.js'
import { readStyle, withSink } from './view-sink.js'

export const run: Command = async ({ given }) => {
  const style = readStyle(given)
  const options = {
    style,
    schema: given.value('views-schema'),
    realmId: style === 'fivetran' ? readRealm(given) : undefined,
  }
  const created = await withSink(given, (sink) => sink.createViews(options))
  return {
    exitCode: 0,
    event: { type: 'views.completed', style, ...created },
    text: describe(created, given.language),
  }
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
