import type { SimulatorProcess } from '../simulator-process.ts'
import type { Reader } from './reader.ts'
import type { ReaderJob, ReaderMeasure } from './reader-job.ts'
import { countRows, withDatabase } from './with-database.ts'

export interface ReadMeasure extends ReaderMeasure {
  readonly loadSeconds: number
  readonly rows: number
  /** Counted by the server. */
  readonly calls: number
  /** Those of them that asked for a report. */
  readonly reportCalls: number
}

/** Several times what two million rows take: who needs longer waits for something that never comes. */
const patienceMs = 60 * 60_000

/** What every invoice of the made-up company lies in. */
export const range = { from: '2022-01-01', to: '2025-01-01' }

/** Has a reader bring all invoices into an empty database. @throws if a row is missing */
export async function measureReader(
  serverUrl: string,
  simulator: SimulatorProcess,
  reader: Reader,
  more: Pick<ReaderJob, 'window' | 'wholeCompany'> & Partial<Pick<ReaderJob, 'from' | 'to'>> = {},
): Promise<ReadMeasure> {
  return withDatabase(serverUrl, async (databaseUrl, client) => {
    const [before, reportsBefore] = [await simulator.calls(), await simulator.reportCalls()]
    const connection = await simulator.connect()
    const job = { task: 'read', entity: 'Invoice', ...range, ...more, ...connection, databaseUrl } as const
    const { measure, error } = await reader.run(job, patienceMs)
    if (error !== undefined) throw new Error(`${reader.label}: ${error}`)
    const rows = await countRows(client, reader.table('Invoice'))
    if (rows !== simulator.invoices)
      throw new Error(`${reader.label} left ${rows} rows instead of ${simulator.invoices}`)
    return {
      ...measure,
      loadSeconds: measure.loadSeconds ?? measure.seconds,
      rows,
      calls: (await simulator.calls()) - before,
      reportCalls: (await simulator.reportCalls()) - reportsBefore,
    }
  })
}
