import { expect, test } from 'vitest'
import { runHere, type CliResult } from '../cli.js'
import { hostOfEachTest } from '../host.js'

const host = hostOfEachTest({ seed: 3, customers: 5, items: 5, invoices: 20 })

function cli(...argv: readonly string[]): Promise<CliResult> {
  return runHere(argv, host.environment())
}

function last(result: CliResult): Readonly<Record<string, unknown>> {
  return result.events.at(-1) ?? {}
}

test('views are created, listed and dropped, and what dbt needs to be told is said', async () => {
  expect((await cli('migrate', '--entities', 'customers,invoices')).exitCode).toBe(0)
  expect(last(await cli('views', 'create', '--style', 'flat'))).toMatchObject({
    type: 'views.completed',
    exitCode: 0,
    schema: 'raw',
    views: ['qb_customers_flat', 'qb_invoice_lines', 'qb_invoices_flat', 'qb_unread_values'],
  })
  const created = await cli('views', 'create', '--style', 'fivetran', '--views-schema', 'books')
  expect(last(created)).toMatchObject({
    schema: 'books',
    dbt: { variables: { using_bill: false }, missing: ['Account', 'Item', 'Purchase', 'Vendor'] },
  })
  expect(last(await cli('views', 'list'))).toMatchObject({
    schemas: [
      { schema: 'books', style: 'fivetran', realmId: host.environment()['QBO_REALM_ID'], outdated: 0 },
      { schema: 'raw', style: 'flat', realmId: null, views: 4, outdated: 0 },
    ],
  })
  expect((await cli('migrate', '--entities', 'bills')).exitCode).toBe(0)
  expect(last(await cli('views', 'list'))).toMatchObject({
    schemas: [
      // The list of addresses and that of unread values read the bills, too.
      { schema: 'books', outdated: 2 },
      { schema: 'raw', outdated: 1 },
    ],
  })
  expect(last(await cli('views', 'drop', '--style', 'fivetran'))).toMatchObject({ exitCode: 0, views: [] })
  const dropped = await cli('views', 'drop', '--style', 'fivetran', '--views-schema', 'books')
  expect((last(dropped)['views'] as string[]).length).toBeGreaterThan(5)
  expect(last(await cli('views', 'list'))).toMatchObject({ schemas: [{ schema: 'raw' }] })
})

test('a style that is none, and tables that are not there, are said', async () => {
  const unknown = await cli('views', 'create', '--style', 'star')
  expect(last(unknown)).toMatchObject({ exitCode: 2, error: { code: 'BACKFILL_INVALID_OPTIONS' } })
  expect(last(await cli('views', 'create', '--style', 'flat'))).toMatchObject({
    exitCode: 2,
    error: { code: 'SINK_NOT_MIGRATED' },
  })
  expect(last(await cli('views', 'list'))).toMatchObject({ exitCode: 0, schemas: [] })
})
