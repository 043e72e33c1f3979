import { counted } from '../../../verdict/counted.js'
import { spanishCount } from '../../../report/words/spanish-page.js'
import type { RawSink, Reject } from 'qbo-raw-sink'
import type { Command } from '../command.js'
import { readRejectSelection, withRejects, type RejectsAtHand } from './reject-selection.js'

export const run: Command = async ({ given, signal, note }) => {
  const selection = readRejectSelection(given)
  return withRejects(given, selection, async ({ sink, db, rejects }) => {
    const unsaved = rejects.filter((reject) => !reject.saved && reject.resolvedAt === null)
    const replayable = unsaved.filter(hasText)
    let stored = 0
    for (const reject of replayable) {
      signal.throwIfAborted()
      const isStored = await replay(sink, db, reject)
      if (isStored) stored += 1
      const { rejectId: id, entity, recordId } = reject
      note('reject.replayed', { id, entity, recordId, stored: isStored }, '')
    }
    const refused = replayable.length - stored
    const withoutText = unsaved.length - replayable.length
    return {
      exitCode: 0,
      event: { type: 'rejects.completed', stored, refused, withoutText },
      text: {
        en: `${counted(stored, 'record')} stored, ${refused} refused again.${withoutText === 0 ? '' : ` ${withoutText} never came from QuickBooks; run again to ask for them.`}\n`,
        es: `${spanishCount(stored, 'registro guardado', 'registros guardados')}, ${spanishCount(refused, 'rechazado otra vez', 'rechazados otra vez')}.${withoutText === 0 ? '' : ` ${withoutText} nunca llegaron de QuickBooks; ejecute de nuevo para pedirlos.`}\n`,
      }[given.language],
    }
  })
}

/** What QuickBooks failed to deliver has only a description in place of its text, which a replay would write over. */
function hasText(reject: Reject): boolean {
  return reject.original !== null && reject.reason !== 'poisoned'
}

/** Under the run that read it: the row belongs to that run, and a reject that stays keeps its place in its report. */
async function replay(sink: RawSink, db: RejectsAtHand['db'], reject: Reject): Promise<boolean> {
  const { realmId, runId, rejectId, entity } = reject
  await sink.migrate({ entities: [entity] })
  const { stored } = await sink.replayRejects(db, { realmId, runId, rejectIds: [rejectId] })
  return stored === 1
}
