import { expect, test } from 'vitest'
import { runOnTerminal } from '../cli.js'
import { serverDatabaseWithTables } from '../databases.js'
import { hostOfEachTest } from '../host.js'

const host = hostOfEachTest({ seed: 3, customers: 4, items: 4, invoices: 4 }, serverDatabaseWithTables)

const run = 'run --entities customers --from 2020-01-01 --to 2025-01-01'

/** The last line on the terminal. */
async function nextAfter(words: string, more: NodeJS.ProcessEnv = {}, language = 'es'): Promise<string> {
  const argv = [...words.split(' '), '--language', language]
  const text = await runOnTerminal(argv, host.environment(more))
  return text.trimEnd().split('\n').at(-1) ?? ''
}

const address = (change: (url: URL) => void): NodeJS.ProcessEnv => {
  const url = new URL(host.database.url)
  change(url)
  return { DATABASE_URL: url.href }
}

test('calls that are spent: more of them, not later', async () => {
  expect(await nextAfter(`${run} --max-api-calls 1`)).toContain('con un --max-api-calls mayor')
  expect(await nextAfter(`${run} --max-api-calls 1`, {}, 'en')).toContain('with a higher --max-api-calls')
})

test('a database that cannot be opened: what to start or to correct', async () => {
  const away = await nextAfter(
    run,
    address((url) => (url.port = '1')),
  )
  expect(away).toContain('encienda la base de datos, o corrija DATABASE_URL')
  for (const change of [
    (url: URL): void => void (url.hostname = 'no-such-host.invalid'),
    (url: URL): void => void (url.pathname = '/no_such_database'),
  ])
    expect(await nextAfter(run, address(change))).toContain('DATABASE_URL con el valor correcto')
})

test('a setting that is missing or wrong: which one', async () => {
  expect(await nextAfter(run, { DATABASE_URL: '' })).toContain('ponga DATABASE_URL')
  expect(await nextAfter(run, { QBO_ENVIRONMENT: 'prod' })).toContain('ponga QBO_ENVIRONMENT')
  expect(await nextAfter(run, { QBO_REFRESH_TOKEN: '' })).toContain('o ponga QBO_REFRESH_TOKEN')
  expect(await nextAfter(run, { QBO_REALM_ID: '999' })).toContain('QBO_REALM_ID, QBO_ENVIRONMENT')
  expect(await nextAfter(run, { QBO_REFRESH_TOKEN: 'dead' })).toContain('un QBO_REFRESH_TOKEN nuevo')
})

test('a run that was begun otherwise, or under the other environment', async () => {
  await nextAfter(`${run} --max-api-calls 2`)
  expect(await nextAfter(`${run} --window month`)).toContain('las opciones que indica el mensaje')
  await nextAfter(run)
  expect(await nextAfter(run, { QBO_ENVIRONMENT: 'production' })).toContain('ponga QBO_ENVIRONMENT')
})
