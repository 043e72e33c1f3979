import type pg from 'pg'
import type { WriteWay } from './ways/write-way.ts'

export interface PassMeasure {
  readonly rowsPerSecond: number
  readonly walBytes: number
  readonly deadRows: number
  /** With TOAST and indexes. */
  readonly tableBytes: number
  /** Milliseconds of this process for a thousand rows. */
  readonly nodeCpuMs: number
}

/** Writes all pages once. The connection is opened before the clock starts and closed after it stops. */
export async function measurePass(
  admin: pg.Client,
  url: string,
  way: WriteWay,
  load: { readonly pages: readonly string[]; readonly rows: number; readonly pass: number },
): Promise<PassMeasure> {
  const writer = await way.open(url)
  // Every pass starts alike: the first change of a page after a checkpoint logs the whole page.
  await admin.query('CHECKPOINT')
  const walBefore = await walPosition(admin)
  const cpuBefore = process.cpuUsage()
  const began = process.hrtime.bigint()
  for (const [index, page] of load.pages.entries()) await writer.write(page, index + 1, load.pass)
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  const { user, system } = process.cpuUsage(cpuBefore)
  const walBytes = (await walPosition(admin)) - walBefore
  // A connection that ends hands in its statistics.
  await writer.close()
  const table = await measureTable(admin, way.table)
  return {
    rowsPerSecond: load.rows / seconds,
    walBytes,
    deadRows: table.deadRows,
    tableBytes: table.bytes,
    nodeCpuMs: (user + system) / 1000 / (load.rows / 1000),
  }
}

async function walPosition(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ at: string }>(
    `SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS at`,
  )
  return Number(rows[0]?.at)
}

async function measureTable(
  admin: pg.Client,
  table: string,
): Promise<{ readonly deadRows: number; readonly bytes: number }> {
  // No look at the rows: who reads a row first marks it as committed, which is work of the next pass.
  const { rows } = await admin.query<{ dead: string; bytes: string }>(
    'SELECT pg_stat_get_dead_tuples($1::regclass) AS dead, pg_total_relation_size($1::regclass) AS bytes',
    [table],
  )
  return { deadRows: Number(rows[0]?.dead), bytes: Number(rows[0]?.bytes) }
}
