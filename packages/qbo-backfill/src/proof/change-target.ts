import type { QboRecord } from 'qbo-client'
import type { RecordTarget } from 'qbo-raw-sink'
import { isCivilDate } from '../plan/civil-date.js'
import { transactionDate } from '../plan/read-set.js'
import { windowBeyond } from '../plan/window.js'
import type { ProofScope } from './entity-proof.js'

/**
 * A record of the range goes to its window; one outside it only brings a row up to date that is there already. One that does
 * not say when it is of is kept.
 */
export function changeTarget(scope: ProofScope, record: QboRecord): RecordTarget {
  const { entity } = scope
  const window = entity.windows[entity.windowOf(record)]
  if (window !== undefined) return { window: { start: window.start, end: window.end } }
  if (!entity.isDated(record)) return { window: null }
  return { window: windowOutside(scope, record), onlyIfStored: true }
}

/** A transaction that was moved out of the range belongs to its new day; a list record keeps the window it has. */
function windowOutside({ entity, run }: ProofScope, record: QboRecord): RecordTarget['window'] {
  const date = transactionDate(record) ?? ''
  return entity.definition.strategy === 'transaction' && isCivilDate(date) ? windowBeyond(date, run) : null
}
