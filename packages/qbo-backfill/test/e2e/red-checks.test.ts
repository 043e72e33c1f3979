import { expect, test } from 'vitest'
import type { BackfillReport } from '../../src/index.js'
import { runHere } from '../cli.js'
import { serverDatabaseWithTables } from '../databases.js'
import { hostOfEachTest } from '../host.js'

const host = hostOfEachTest({ seed: 6, customers: 5, items: 20, invoices: 5 }, serverDatabaseWithTables)

/** A trigger of the table: what only a fault of ours or a hand in the database could do. */
async function meddle(event: string, body: string): Promise<void> {
  await host.database.pool.query(`
    CREATE FUNCTION raw.meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
    CREATE TRIGGER meddle ${event} ON raw.qb_items FOR EACH ROW EXECUTE FUNCTION raw.meddle()`)
}

const nameless =
  '{"Id":null,"Name":"Nameless","SyncToken":"0","Active":true,"MetaData":{"CreateTime":"2022-05-05T10:00:00-07:00","LastUpdatedTime":"2022-05-05T10:00:00-07:00"}}'

test.for<[check: string, fault: string, messages: readonly RegExp[], cause: () => unknown]>([
  [
    'proof',
    'a row that the table loses',
    [/QuickBooks counts 20 rows, the table holds 19/u],
    () => meddle('AFTER INSERT OR UPDATE', "DELETE FROM raw.qb_items WHERE id = '1'; RETURN NULL;"),
  ],
  [
    'window',
    'a row outside its window',
    [/rows lie outside their window, such as Id /u],
    () =>
      meddle(
        'BEFORE INSERT OR UPDATE',
        "NEW.extract_window_start_utc := '2001-01-01Z'; NEW.extract_window_end_utc := '2001-01-02Z'; RETURN NEW;",
      ),
  ],
  [
    'rejects',
    'a record without an Id',
    [
      /^Item: (\d+) of \d+ rows are proved to be in the table; 1 was rejected\.$/u,
      /^Item: 1 record could not be stored\. See qbo-backfill rejects list\.$/u,
    ],
    () => host.simulator.create('Item', nameless),
  ],
])('the check %s fails for %s, and the command line ends with 5', async ([check, , messages, cause]) => {
  const environment = host.environment()
  expect((await runHere(['migrate', '--entities', 'items'], environment)).exitCode).toBe(0)
  await cause()
  const run = ['run', '--entities', 'items', '--from', '2020-01-01', '--to', '2025-01-01']
  const result = await runHere(run, environment)
  expect(result.exitCode).toBe(5)
  const { report } = result.events.at(-1) as { report: BackfillReport }
  expect(report.status).toBe('red')
  expect(report.entities[0]?.findings).toEqual(
    messages.map((message): unknown => expect.stringMatching(message)),
  )
  const { rows } = await host.database.pool.query("SELECT name FROM qbo_backfill.checks WHERE status = 'red'")
  expect(rows).toEqual([{ name: check }])
})
