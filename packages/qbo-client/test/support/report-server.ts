import { grant } from './client.js'
import { json, startServer, type Reply, type SeenRequest, type TestServer } from './http-server.js'

export interface BookedTransaction {
  readonly id: string
  readonly type: string
  readonly date: string
  readonly amount: string
}

export interface ReportServerOptions {
  /** Rows that an answer shows; one more row then says that there is more. */
  readonly mostRows: number
  /** As reports were before 2026, or after. */
  readonly shape: 'before' | 'after'
}

/** A server that knows TransactionList, in a language that nobody of ours speaks. */
export function startReportServer(
  booked: readonly BookedTransaction[],
  options: ReportServerOptions,
): Promise<TestServer> {
  return startServer((request) => (request.path === '/token' ? grant() : answer(request, booked, options)))
}

function answer(
  { query }: SeenRequest,
  booked: readonly BookedTransaction[],
  { mostRows, shape }: ReportServerOptions,
): Reply {
  const [first, last] = [query.get('start_date') ?? '', query.get('end_date') ?? '']
  const type = query.get('transaction_type') ?? undefined
  const isAsked = (one: BookedTransaction): boolean => type === undefined || one.type === type
  const found = booked.filter((one) => isAsked(one) && one.date >= first && one.date <= last)
  const keys = (query.get('columns') ?? '').split(',')
  const rows = found.slice(0, mostRows).map((one) => rowOf(one, keys))
  if (found.length > mostRows) rows.push({ ColData: [{ value: 'Reduzca el intervalo.' }], type: 'Data' })
  return json(reportOf({ first, last, type, keys, rows, shape }))
}

/** A row of TransactionList; cells stand in the order of the keys. */
export function rowOf(one: BookedTransaction, keys: readonly string[]): { ColData: object[]; type?: string } {
  const cells: Record<string, object> = {
    tx_date: { value: one.date },
    txn_type: { id: one.id, value: `Etwas wie ${one.type}` },
    doc_num: { value: `N-${one.id}` },
    last_mod_date: { value: '2026-01-02T03:04:05-08:00' },
  }
  return { ColData: keys.map((key) => cells[key] ?? { value: one.amount }), type: 'Data' }
}

/** The whole answer, in either shape. */
export function reportOf(parts: {
  readonly first: string
  readonly last: string
  readonly type: string | undefined
  readonly keys: readonly string[]
  readonly rows: readonly object[]
  readonly shape: ReportServerOptions['shape']
}): Record<string, unknown> {
  const { first, last, type, keys, rows, shape } = parts
  return {
    Header: {
      Time: '2026-02-01T10:00:00-08:00',
      ReportName: 'TransactionList',
      StartPeriod: first,
      EndPeriod: last,
      ...(type === undefined ? {} : { TransactionType: type }),
      Currency: 'USD',
      Option: [{ Name: 'NoReportData', Value: String(rows.length === 0) }],
    },
    Columns: {
      Column: keys.map((key) =>
        shape === 'before'
          ? { ColTitle: 'Titel', ColType: key }
          : { ColTitle: 'Titel', ColType: 'Text', MetaData: [{ Name: 'ColKey', Value: key }] },
      ),
    },
    Rows:
      shape === 'before'
        ? rows.length === 0
          ? {}
          : { Row: rows }
        : {
            Row: [
              { type: 'Section', Header: { ColData: [] }, Rows: { Row: rows }, Summary: { ColData: [] } },
            ],
          },
  }
}
