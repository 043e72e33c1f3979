import type { EntityDefinition, QboRecord } from 'qbo-client'
import type { RecordTarget } from 'qbo-raw-sink'
import { isCivilDate } from '../plan/civil-date.js'
import { civilDatesOf } from '../plan/range.js'
import { readSetKinds, windowIndexOf } from '../plan/read-set.js'
import { civilDateAt, formatInstant } from '../plan/time-zone.js'
import { calendarWindow } from '../plan/window.js'
import type { LoadedHistory } from './loaded-history.js'

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
  const kinds = readSetKinds(entity)
  const beyond = entity.strategy === 'transaction' ? transactionBeyond(history) : listBeyond(history, span)
  return (record) => {
    for (const { run, windows } of history) {
      const window = windows[windowIndexOf(kinds, windows, run.from, record)]
      if (window !== undefined) return { window: { start: window.start, end: window.end } }
    }
    return beyond(record)
  }
}

function transactionBeyond(history: LoadedHistory): (record: QboRecord) => RecordTarget {
  const { run, windows } = history[0]
  const firstDate = history.map((range) => civilDatesOf(range.run).first).reduce((a, b) => (a < b ? a : b))
  // A range is no calendar unit; a day is what transactions are dated by.
  const size = run.windowSize === undefined || run.windowSize === 'range' ? 'day' : run.windowSize
  const last = windows.at(-1)
  return (record) => {
    const date = typeof record['TxnDate'] === 'string' ? record['TxnDate'].slice(0, 10) : ''
    if (!isCivilDate(date)) return { window: null, onlyIfStored: true }
    const window = calendarWindow(date, size, run.timeZone)
    if (date < firstDate) return { window, onlyIfStored: true }
    // The last window of the run may end within a unit: what comes behind it begins there.
    const begins =
      last !== undefined && date >= last.endDate && last.end > window.start ? last.end : window.start
    return { window: { start: begins, end: window.end } }
  }
}

function listBeyond(history: LoadedHistory, span: Span): (record: QboRecord) => RecordTarget {
  const { run } = history[0]
  const from = history.map((range) => range.run.from).reduce((a, b) => (a < b ? a : b))
  const { windowSize: size = 'range', timeZone } = run
  return (record) => {
    if (size === 'range') return { window: span }
    const created = Date.parse(record.MetaData?.CreateTime ?? '')
    const updated = Date.parse(record.MetaData?.LastUpdatedTime ?? '')
    const at = !Number.isNaN(created) && formatInstant(created) >= from ? created : updated
    if (Number.isNaN(at)) return { window: span }
    return { window: calendarWindow(civilDateAt(at, timeZone), size, timeZone) }
  }
}
