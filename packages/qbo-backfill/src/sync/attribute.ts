import { readInstant, type EntityDefinition, type QboRecord } from 'qbo-client'
import type { RecordTarget } from 'qbo-raw-sink'
import { isCivilDate } from '../plan/civil-date.js'
import { civilDatesOf } from '../plan/range.js'
import { transactionDate } from '../plan/read-set.js'
import { civilDateAt, formatInstant } from '../plan/time-zone.js'
import { calendarWindow, windowBeyond } from '../plan/window.js'
import type { LoadedHistory } from './sync-plan.js'

type Span = NonNullable<RecordTarget['window']>

/**
 * Where a changed record belongs: to the window that a finished run would give it; behind what is loaded, to a window of
 * the same size and zone; before it, nowhere: it only brings a row up to date that is there already.
 *
 * @param span what the sync asks for, from where to QuickBooks' clock: the window of list records that have no other.
 */
export function attributeTo(
  entity: EntityDefinition,
  history: LoadedHistory,
  span: Span,
): (record: QboRecord) => RecordTarget {
  const beyond = entity.strategy === 'transaction' ? transactionBeyond(history) : listBeyond(history, span)
  return (record) => {
    for (const { range } of history) {
      const window = range.windows[range.windowOf(record)]
      if (window !== undefined) return { window: { start: window.start, end: window.end } }
    }
    return beyond(record)
  }
}

function transactionBeyond(history: LoadedHistory): (record: QboRecord) => RecordTarget {
  const { run, range } = history[0]
  const firstDate = history.map((loaded) => civilDatesOf(loaded.run).first).reduce((a, b) => (a < b ? a : b))
  const last = range.windows.at(-1)
  return (record) => {
    const date = transactionDate(record) ?? ''
    // Nobody knows whether it is of what is loaded: it is kept rather than lost.
    if (!isCivilDate(date)) return { window: null }
    const window = windowBeyond(date, run)
    if (date < firstDate) return { window, onlyIfStored: true }
    // The last window of the run may end within a unit: what comes behind it begins there.
    const begins =
      last !== undefined && date >= last.endDate && last.end > window.start ? last.end : window.start
    return { window: { start: begins, end: window.end } }
  }
}

function listBeyond(history: LoadedHistory, span: Span): (record: QboRecord) => RecordTarget {
  const { run } = history[0]
  const from = history.map((loaded) => loaded.run.from).reduce((a, b) => (a < b ? a : b))
  const { windowSize: size = 'range', timeZone } = run
  return (record) => {
    if (size === 'range') return { window: span }
    const created = readInstant(record.MetaData?.CreateTime)
    const updated = readInstant(record.MetaData?.LastUpdatedTime)
    const at = created !== undefined && formatInstant(created) >= from ? created : updated
    if (at === undefined) return { window: span }
    return { window: calendarWindow(civilDateAt(at, timeZone), size, timeZone) }
  }
}
