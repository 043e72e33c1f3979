import type { Reject } from 'qbo-raw-sink'
import type { Command } from '../command.js'
import { rejectWords, spanishMessages } from '../../words/reject-words.js'
import type { Language } from '../../words/language.js'
import { formatTable } from '../../output/table.js'
import { readRejectSelection, withRejects } from './reject-selection.js'

export const run: Command = async ({ given, note }) => {
  const selection = readRejectSelection(given)
  return withRejects(given, selection, async ({ rejects }) => {
    const shown = given.on('all') ? rejects : rejects.filter((reject) => reject.resolvedAt === null)
    for (const reject of shown) note('reject.listed', fieldsOf(reject), '')
    return {
      exitCode: 0,
      event: {
        type: 'rejects.completed',
        total: shown.length,
        open: shown.filter((reject) => stateOf(reject) === 'open').length,
        entities: countByEntity(shown),
      },
      text: tableOf(shown, selection.realmId, given.language),
    }
  })
}

type RejectState = 'open' | 'saved' | 'acknowledged' | 'resolved'

/** Open ones make a run red; saved and acknowledged ones make it yellow. */
function stateOf(reject: Reject): RejectState {
  if (reject.resolvedAt !== null) return 'resolved'
  if (reject.acknowledgedAt !== null) return 'acknowledged'
  return reject.saved ? 'saved' : 'open'
}

function fieldsOf(reject: Reject): Readonly<Record<string, unknown>> {
  const { rejectId: id, entity, recordId, saved, reason, message } = reject
  const { detail, runId, firstSeen, lastSeen } = reject
  const state = stateOf(reject)
  return { id, entity, recordId, saved, state, reason, message, detail, runId, firstSeen, lastSeen }
}

function countByEntity(rejects: readonly Reject[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { entity } of rejects) counts[entity] = (counts[entity] ?? 0) + 1
  return counts
}

function tableOf(rejects: readonly Reject[], realmId: string, language: Language): string {
  const { none, head, saved, states } = rejectWords[language]
  if (rejects.length === 0) return none(realmId)
  const rows = rejects.map((reject) => [
    reject.rejectId,
    reject.entity,
    reject.recordId ?? '–',
    saved[`${reject.saved}`],
    states[stateOf(reject)],
    reject.reason,
    (language === 'es' ? spanishMessages[reject.reason] : undefined) ?? reject.message,
  ])
  return formatTable(head, rows)
}
