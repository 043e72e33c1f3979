import type { RecordText } from '../table/entity-table.js'
import type { Company } from './company.js'

type RecordTexts = Readonly<Record<string, () => Iterable<RecordText>>>

/**
 * The texts behind the `records` of a generated company. Kept beside it and not in it: whoever copies `records` to
 * change them gets plain arrays, and never the old texts along with the new records.
 */
const textsOfRecords = new WeakMap<Company['records'], RecordTexts>()

export function setRecordTexts(records: Company['records'], texts: RecordTexts): void {
  textsOfRecords.set(records, texts)
}

export function findRecordTexts(records: Company['records']): RecordTexts | undefined {
  return textsOfRecords.get(records)
}
