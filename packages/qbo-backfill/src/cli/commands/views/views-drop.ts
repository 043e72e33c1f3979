import type { Command } from '../command.js'
import { readStyle, withSink } from './view-sink.js'

export const viewsDrop: Command = {
  async run({ given }) {
    const style = readStyle(given)
    const schema = given.value('views-schema')
    const views = await withSink(given, (sink) => sink.dropViews({ style, schema }))
    return {
      exitCode: 0,
      event: { type: 'views.completed', style, views },
      text: `${views.length} view(s) dropped; no row is touched.\n`,
    }
  },
}
