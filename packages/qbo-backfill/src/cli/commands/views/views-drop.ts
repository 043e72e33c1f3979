import { counted } from '../../../verdict/counted.js'
import { spanishCount } from '../../../report/words/spanish-page.js'
import type { Command } from '../command.js'
import { readStyle, withSink } from './view-sink.js'

export const run: Command = async ({ given }) => {
  const style = readStyle(given)
  const schema = given.value('views-schema')
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
