import type { CreatedViews } from 'qbo-raw-sink'
import { readRealm } from '../../input/realm.js'
import type { Command } from '../command.js'
import { readStyle, withSink } from './view-sink.js'

export const viewsCreate: Command = {
  async run({ given }) {
    const style = readStyle(given)
    const options = {
      style,
      schema: given.value('views-schema'),
      realmId: style === 'fivetran' ? readRealm(given) : undefined,
    }
    const created = await withSink(given, (sink) => sink.createViews(options))
    return { exitCode: 0, event: { type: 'views.completed', style, ...created }, text: describe(created) }
  },
}

function describe({ schema, views, changed, dbt }: CreatedViews): string {
  const made = `${views.length} views in ${schema}, of which ${changed.length} were made or changed.\n`
  if (dbt === undefined) return made
  const lacks =
    dbt.missing.length === 0
      ? ''
      : `\nThe package does not run without these, too: ${dbt.missing.join(', ')}.\n`
  const variables = Object.entries(dbt.variables).map(([name, isOn]) => `    ${name}: ${isOn}\n`)
  return (
    `${made}\nFor the dbt package fivetran/quickbooks, in your dbt_project.yml:\n\n` +
    `vars:\n  quickbooks:\n    quickbooks_schema: ${schema}\n${variables.join('')}${lacks}`
  )
}
