import { inspect } from 'node:util'
import fc from 'fast-check'
import { search } from 'testkit/depth'
import { expect, test } from 'vitest'
import { databaseUrlProblem } from '../../src/database/database-url.js'
import { openDatabase } from '../../src/database/open-database.js'
import { runCli, runHere } from '../cli.js'

/** Parts of passwords: digits, which look like a port, and what separates the parts of a URL. */
const password = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '#',
        '?',
        '@',
        ':',
        '%',
        '%zz',
        '[',
        ']',
        '&',
        '=',
        '\\',
        ' ',
        '"',
        '+',
        '//',
        'é',
      ),
      fc.stringMatching(/^[0-9]{1,5}$/u),
      fc.stringMatching(/^[QZkwx7]{2,8}$/u),
      fc.constantFrom('host=', 'sslrootcert=', 'port=', 'user=', '5432', '/db'),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))

const urlWith = (text: string): string => `postgres://dwuser:${text}@127.0.0.1:1/db`

/**
 * Everything that a log could show of an error, but for places in source files: a password is one of
 * their line numbers by chance, and they are there wherever a stack is shown, quoted ones too.
 */
function loudest(error: Error): string {
  const shown = `${inspect(error, { depth: 9, showHidden: true, getters: true })}\n${error.stack}\n${JSON.stringify(error)}`
  return shown.replaceAll(/(\.[cm]?[jt]s|\bnode:[\w/]+):\d+:\d+/gu, '$1')
}

/** What is said of any URL, and so of none. */
async function saidAnyway(): Promise<string> {
  const errors = [
    urlWith('harmless'),
    'postgres://dwuser:9/p@h/x',
    'postgres://u:p@127.0.0.1:1/db?sslrootcert=/x',
  ]
  return (await Promise.all(errors.map(failureOf))).map(loudest).join('\n')
}

async function failureOf(url: string): Promise<Error> {
  return openDatabase(url).then(
    () => expect.fail('it was opened'),
    (error: Error) => error,
  )
}

/** Parts of four characters and more, but for what every message says. */
function partsOf(secret: string, anyway: string): readonly string[] {
  const parts = Array.from({ length: Math.max(0, secret.length - 3) }, (_, at) => secret.slice(at, at + 4))
  return parts.filter((part) => !anyway.includes(part))
}

test('no part of a password is in an error, however the URL is read', async () => {
  let anyway: string | undefined
  await fc.assert(
    fc.asyncProperty(password, async (secret) => {
      anyway ??= await saidAnyway()
      const shown = loudest(await failureOf(urlWith(secret)))
      for (const part of partsOf(secret, anyway)) expect(shown).not.toContain(part)
    }),
    search({ quick: 100, deep: 1_000 }),
  )
})

// The first as a process, which prints by itself what Node has to say, too.
test.each([
  ['7/kQz9', runCli],
  ['4711#tail', runHere],
  ['99?pwQZ', runHere],
  ['99/pw#QZ?x', runHere],
  ['kQz9%zz', runHere],
  ['12345', runHere],
] as const)('the command line prints no part of the password %s', async (secret, run) => {
  const { stdout, stderr } = await run(['status', '--json'], {
    DATABASE_URL: urlWith(secret),
    QBO_REALM_ID: '1',
  })
  expect(stderr).toContain('DATABASE_URL')
  for (const part of partsOf(secret, await saidAnyway())) expect(stdout + stderr).not.toContain(part)
})

test.each([
  'postgres://u:p%40%2F@h/db',
  'postgres://u:p@ss@h:5432/db',
  'postgres://u:p@/db?host=/cloudsql/project:region:instance',
  'postgresql:///db?host=/var/run/postgresql&user=u',
  'postgres://%2Fvar%2Frun%2Fpostgresql/db',
  'postgres://h/db?user=u@server&password=p@ss',
  'postgres://u@h/db?options=-c%20statement_timeout%3D0',
  'postgres://u:p@h/db?sslmode=no-verify',
  'pglite:./directory',
])('what the driver takes is taken: %s', (url) => {
  expect(databaseUrlProblem(url)).toBeUndefined()
})

test.each([
  'mysql://h/db',
  'postgres://u:pw/rest@h/db',
  'postgres://u:9#w@h/db',
  'postgres://u:9?w@h/db',
  'pglite:',
])('what would be misread is refused: %s', (url) => {
  expect(databaseUrlProblem(url)?.en).toMatch(/postgres:\/\/user:password@host/u)
})
