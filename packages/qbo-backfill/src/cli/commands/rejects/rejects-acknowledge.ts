import { counted } from '../../../verdict/counted.js'
import { spanishCount } from '../../../report/words/spanish-page.js'
import { invalid } from '../../words/invalid.js'
import type { Command } from '../command.js'
import { readRejectSelection, withRejects } from './reject-selection.js'

export const run: Command = async ({ given }) => {
  const selection = readRejectSelection(given)
  const { realmId, entity, ids } = selection
  // Nobody shall acknowledge everything by forgetting to say what.
  const isNamed = ids.length > 0 || entity !== undefined
  if (isNamed === given.on('all')) {
    throw invalid({
      en: 'Say which rejects you have seen: their IDs, or --entity invoices, or --all.',
      es: 'Indique qué rechazos revisó: sus ID, o --entity invoices, o --all.',
    })
  }
  return withRejects(given, selection, async ({ sink, db, rejects }) => {
    const by = given.value('by')
    const rejectIds = rejects.map((reject) => reject.rejectId)
    const { acknowledged } =
      rejectIds.length === 0
        ? { acknowledged: 0 }
        : await sink.acknowledgeRejects(db, { realmId, entity, rejectIds, by })
    return {
      exitCode: 0,
      event: { type: 'rejects.completed', acknowledged },
      text: {
        en: `${counted(acknowledged, 'reject')} acknowledged; no run is red for that any more.\n`,
        es: `${spanishCount(acknowledged, 'rechazo reconocido', 'rechazos reconocidos')}; ya no ${acknowledged === 1 ? 'pone' : 'ponen'} en rojo ninguna corrida.\n`,
      }[given.language],
    }
  })
}
