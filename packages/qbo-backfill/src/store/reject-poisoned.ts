import type { Database, RawSink } from 'qbo-raw-sink'
import type { PoisonedRow } from '../source/source.js'

/** There is no text of a record that never came: what is known of it stands in its place. */
export async function rejectPoisoned(
  sink: RawSink,
  trx: Database,
  { realmId, entity, runId }: { readonly realmId: string; readonly entity: string; readonly runId: string },
  row: PoisonedRow,
): Promise<void> {
  const { fault, ...place } = row
  const { original, name, recordId } = nameOf(row)
  await sink.addReject(trx, {
    realmId,
    entity,
    runId,
    original: JSON.stringify({ ...original, code: fault.code }),
    reason: 'poisoned',
    message: `QuickBooks fails on ${name}: ${fault.message ?? fault.code ?? 'no reason given'}`,
    detail: { ...place, fault },
    recordId,
  })
}

function nameOf(row: PoisonedRow): {
  readonly original: Readonly<Record<string, unknown>>
  readonly name: string
  readonly recordId?: string
} {
  if ('id' in row) return { original: { id: row.id }, name: `the record of Id ${row.id}`, recordId: row.id }
  const { ordinal } = row
  return 'second' in row
    ? { original: { second: row.second, ordinal }, name: `record ${ordinal} of ${row.second}` }
    : { original: { second: '', ordinal }, name: `the record at position ${ordinal}` }
}
