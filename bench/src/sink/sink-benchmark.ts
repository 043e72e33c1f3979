import pg from 'pg'
import type { Benchmark, BenchmarkOptions } from '../benchmark.ts'
import { makeInvoicePages } from '../invoice-pages.ts'
import { whole } from '../report/number-text.ts'
import { withServer } from '../with-server.ts'
import { measurePass, type PassMeasure } from './measure-pass.ts'
import { reportSink, type WayMeasures } from './report-sink.ts'
import { bareFloor } from './ways/bare-floor.ts'
import { batchUpsert } from './ways/batch-upsert.ts'
import { rawSink } from './ways/raw-sink.ts'
import { stripeSyncEngine } from './ways/stripe-sync-engine.ts'
import type { WriteWay } from './ways/write-way.ts'

const ways: readonly WriteWay[] = [
  bareFloor,
  rawSink,
  batchUpsert(500, 'a page'),
  batchUpsert(100, 'a page'),
  batchUpsert(1, 'a page'),
  batchUpsert(1, 'a statement'),
  stripeSyncEngine,
]

/** Load and replay of invoices into PostgreSQL, ours beside others, in one run on one server. */
export const sinkBenchmark: Benchmark = {
  name: 'sink',
  usualSize: { rows: 10_000, rounds: 3 },
  run: (options) =>
    withServer(options, async (url, server) => {
      options.say(`Making up ${whole(options.rows)} invoices …`)
      const pages = makeInvoicePages(options.rows)
      const admin = new pg.Client({ connectionString: url })
      await admin.connect()
      try {
        const measures = await measureRounds(admin, url, pages, options)
        const bytes = pages.reduce((sum, page) => sum + Buffer.byteLength(page), 0)
        return reportSink(measures, {
          rows: options.rows,
          rounds: options.rounds,
          bytesPerRow: bytes / options.rows,
          server,
        })
      } finally {
        await admin.end()
      }
    }),
}

/** Each round measures every way once, so that a busy minute of the machine does not fall on one of them. */
async function measureRounds(
  admin: pg.Client,
  url: string,
  pages: readonly string[],
  { rows, rounds, say, only }: BenchmarkOptions,
): Promise<readonly WayMeasures[]> {
  const chosen = ways.filter(({ name }) => only.length === 0 || only.includes(name))
  const all = chosen.map((way) => ({
    way,
    passes: Array.from({ length: way.passes }, () => [] as PassMeasure[]),
  }))
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const { way, passes } = all[(turn + round) % all.length]!
      await way.prepare(admin)
      for (const [pass, measures] of passes.entries()) {
        const measure = await measurePass(admin, url, way, { pages, rows, pass })
        measures.push(measure)
        const what = `${way.label}, ${pass === 0 ? 'load' : `replay ${pass}`}`
        say(`round ${round + 1}/${rounds}  ${what}: ${whole(measure.rowsPerSecond)} rows/s`)
      }
      await checkComplete(admin, way, rows)
      await admin.query(`DROP SCHEMA ${way.table.split('.')[0]} CASCADE`)
    }
  }
  return all
}

async function checkComplete(admin: pg.Client, way: WriteWay, rows: number): Promise<void> {
  const found = await admin.query<{ count: string }>(`SELECT count(*) FROM ${way.table}`)
  if (Number(found.rows[0]?.count) !== rows) {
    throw new Error(`${way.label} left ${found.rows[0]?.count} rows instead of ${rows}`)
  }
}
