import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runOnTerminal } from '../cli.js'
import { englishIn } from '../english.js'
import { hostOfEachTest } from '../host.js'

const host = hostOfEachTest({ seed: 3, customers: 12, items: 8, invoices: 30 })

const range = ['--fecha-inicio', '2020-01-01', '--fecha-fin', '2025-01-01']

/** What a terminal shows in Spanish, after it was seen to hold no English sentence. */
async function said(words: string, more: NodeJS.ProcessEnv = {}): Promise<string> {
  const argv = words.split(' ').filter((word) => word !== '')
  const text = await runOnTerminal([...argv, '--language', 'es'], host.environment(more))
  expect.soft(englishIn(text), words).toEqual([])
  expect.soft(text, words).not.toBe('')
  return text
}

test('a company from the first look to the last', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'qbo-es-'))
  const request = `--entities clientes,articulos,Facturas ${range.join(' ')}`
  expect(await said('status')).toContain('Todavía no hay corridas')
  expect(await said('doctor')).toContain('la próxima corrida las hace')
  expect(await said(`plan ${request}`)).toMatch(
    /Desde +Hasta[^]*\(UTC\) +\(UTC\)[^]* Clientes [^]*Pronóstico/u,
  )
  // A day that is cut is rounded outward, and told so.
  expect(
    await said('plan --entities invoices --from 2022-01-01T03:00:00Z --to 2025-01-01T03:00:00Z'),
  ).toContain('días')
  const run = await said(`run ${request} --evidence ${directory} --archive-reports`)
  expect(run).toMatch(/(?:VERDE|AMARILLO): corrida/u)
  expect(await said('doctor')).toContain('VERDE: todo está listo')
  const id = /corrida (?<id>[\da-f-]+)/u.exec(run)?.groups?.['id'] ?? ''
  expect(await said('status --monthly-call-budget 1000')).toMatch(/Período +Inicio[^]*\(UTC\) +\(UTC\)/u)
  await said(`report --evidence ${directory}`)
  await said(`report --evidence ${directory} --index`)
  await said(`verify ${request} --deep 5 --report ${directory}`)
  expect(await said(`verify --evidence ${directory}/${id}`)).toContain('VERDE')
  await said(`sync --report ${directory}`)
  await said('sync --sweep')
  expect(await said('rejects list')).toContain('No hay rechazos')
  await said('rejects replay')
  await said('rejects acknowledge --all')
  expect(await said(`trigger add --at 2020-01-01T00:00:00Z --run-if-past ${request}`)).toContain(
    'El disparador 1 se ejecutará',
  )
  expect(await said('trigger list')).toContain('pendiente')
  await said('trigger run-due')
  expect(await said('trigger list')).toContain('completado')
  await said('trigger release 1')
  await said('trigger prune')
  expect(await said('trigger list')).toContain('No hay disparadores')
  await said('views create --style flat')
  await said('views create --style fivetran')
  expect(await said('views list')).toContain('al día')
  await said('views drop --style flat')
  await said('migrate --entities bills')
  expect(await said('prune --keep-runs 0')).toContain('olvidada')
  expect(await said('auth status')).toContain('Conectada')
  expect(await said('auth revoke')).toContain('terminó')
  expect(await said('auth status')).toContain('sin conexión')
  await said('auth revoke')
})

test('what is red, and what could not be stored', async () => {
  const nameless =
    '{"Id":null,"Name":"N","SyncToken":"0","Active":true,"MetaData":{"CreateTime":"2022-05-05T10:00:00-07:00","LastUpdatedTime":"2022-05-05T10:00:00-07:00"}}'
  host.simulator.create('Item', nameless)
  expect(await said(`run --entities items ${range.join(' ')}`)).toContain('ROJO: corrida')
  expect(await said('rejects list')).toMatch(/El registro no\s+tiene Id\./u)
  await said(`verify --entities items ${range.join(' ')}`)
  await said('rejects replay')
  expect(await said('rejects acknowledge --entity items --by ana')).toContain(
    '1 rechazo reconocido; ya no pone en rojo',
  )
  expect(await said(`run --entities items ${range.join(' ')}`)).toContain('AMARILLO: corrida')
  await host.database.pool.query("DELETE FROM raw.qb_items WHERE id = '1'")
  expect(await said(`verify --entities items ${range.join(' ')}`)).toContain('ROJO')
  await said(`trigger add --at 2020-01-01T00:00:00Z --run-if-past --entities items ${range.join(' ')}`)
  await said('trigger run-due')
  await said('trigger list')
})

const missing = join(tmpdir(), 'qbo-es-missing.json')
const key = Buffer.alloc(8).toString('base64')

const mistakes: readonly (readonly [words: string, more: NodeJS.ProcessEnv, said: string])[] = [
  ['rum', {}, '¿Quiso decir run?'],
  ['', {}, 'No se indica ningún comando'],
  ['run', {}, 'Falta: --entities, --fecha-inicio (--from)'],
  ['plan', {}, '--fecha-inicio 2000-01-01 --fecha-fin 2026-01-01'],
  ['run --entites x', {}, '¿Quiso decir --entities?'],
  ['run --entidades x', {}, '¿Quiso decir --entities?'],
  ['run --desde x', {}, '¿Quiso decir --from?'],
  ['corre', {}, '¿Quiso decir run?'],
  ['sincroniza', {}, '¿Quiso decir sync?'],
  [`run --entities facturaz ${range.join(' ')}`, {}, '¿quiso decir factura?'],
  ['trigger', {}, 'necesita una palabra más'],
  ['trigger release', {}, 'necesita una palabra más'],
  ['status 7', {}, 'No se espera'],
  ['completion tcsh', {}, 'No se conoce el shell'],
  ['status --host argo', {}, 'Se conoce: kestra'],
  [`status --config ${missing}`, {}, 'No se puede leer'],
  [`run --entities invoces ${range.join(' ')}`, {}, '¿quiso decir invoices?'],
  ['run --entities items --from 2024-02-30 --to 2025-01-01', {}, 'una fecha que no existe'],
  ['run --entities items --from ayer --to 2025-01-01', {}, 'no es una fecha ni una hora'],
  ['run --entities items --from 2024-01-01T00:00:00 --to 2025-01-01', {}, 'tiene hora y no desfase'],
  ['run --entities items --from 2024-01-01T25:00:00Z --to 2025-01-01', {}, 'una hora que no existe'],
  ['run --entities items --from 2025-01-01 --to 2025-01-01', {}, 'El período está vacío'],
  ['run --entities items --from 2025-01-01 --to 2024-01-01', {}, 'termina antes de empezar'],
  ['run --entities invoices --from 2000-01-01 --to 9999-12-31', {}, 'demasiado largo'],
  [`run --entities items ${range.join(' ')} --time-zone Lima`, {}, 'No se conoce la zona horaria'],
  [`run --entities items ${range.join(' ')} --concurrency 99`, {}, 'no es un número entero'],
  [`run --entities items ${range.join(' ')} --archive-reports`, {}, 'necesita --evidence'],
  [`run --entities items ${range.join(' ')} --evidence /dev/null/x`, {}, 'No se puede escribir la evidencia'],
  ['verify --evidence ./none --schema raw', {}, 'no indique --schema'],
  ['verify --evidence ./none', {}, 'no contiene ningún manifest.json'],
  [`verify --entities items ${range.join(' ')}`, {}, 'La base de datos no tiene las tablas'],
  ['sync', {}, 'ninguna corrida terminada'],
  ['report --evidence ./none --run 7', {}, 'No existe la corrida 7'],
  ['report --evidence ./none --index --run 7', {}, 'no indique --run'],
  ['rejects list --entity todas', {}, 'más de una entidad'],
  ['rejects replay x', {}, 'no es el ID de un rechazo'],
  ['rejects replay 7', {}, 'no tiene el rechazo 7'],
  ['rejects acknowledge', {}, 'Indique qué rechazos revisó'],
  ['rejects acknowledge 7 --entity items', {}, 'no de ambas formas'],
  [`trigger add --at 2020-01-01T00:00:00Z --entities items ${range.join(' ')}`, {}, 'ya pasó'],
  [`trigger add --at mañana --entities items ${range.join(' ')}`, {}, 'no es un instante'],
  ['trigger release 7', {}, 'No existe el disparador'],
  ['views create --style flat', {}, 'Faltan las tablas'],
  ['status', { DATABASE_URL: '' }, 'Falta en las variables de entorno: DATABASE_URL'],
  ['status', { DATABASE_URL: 'mysql://x' }, 'No es una base de datos que este programa conozca'],
  ['status', { DATABASE_URL: 'postgres://a:b/c@d' }, 'No se puede leer como URL'],
  ['status', { DATABASE_URL: 'postgres://127.0.0.1:1/x' }, 'No se puede usar la base de datos'],
  ['status', { QBO_REALM_ID: 'abc' }, 'no es el número de una empresa'],
  ['status', { QBO_MONTHLY_CALL_BUDGET: 'x' }, 'debe ser un número entero de llamadas'],
  ['sync', { QBO_CLIENT_ID: '', QBO_REFRESH_TOKEN: '' }, 'Tampoco está QBO_REFRESH_TOKEN'],
  ['sync', { QBO_ENVIRONMENT: 'prod' }, 'debe ser production o sandbox'],
  ['sync', { QBO_TOKEN_KEY: key }, 'debe tener 32 bytes'],
  ['sync', { QBO_API_BASE_URL: 'x' }, 'QBO_API_BASE_URL: debe ser https, o http hacia esta misma máquina.'],
  ['views list --schema pg_x', {}, 'schema: los nombres que empiezan con pg_ son de PostgreSQL.'],
  [`views list --schema ${'x'.repeat(64)}`, {}, 'un nombre de PostgreSQL tiene a lo sumo 63 bytes.'],
  ['sync', { HTTPS_PROXY: 'socks://x' }, 'no es la dirección de un proxy'],
  ['auth status', { QBO_REALM_ID: '' }, 'Falta en las variables de entorno: QBO_REALM_ID'],
  ['auth login --redirect-uri x', {}, 'no es una dirección'],
  ['auth login --redirect-uri http://example.com', {}, 'no se puede usar'],
  ['auth login', { DATABASE_URL: 'pglite:memory' }, 'Los tokens se perderían'],
]

test('what is typed or set wrongly', async () => {
  for (const [words, more, expected] of mistakes)
    expect.soft(await said(words, more), words).toContain(expected)
})

test('a --config file that is wrong', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'qbo-es-')), 'config.json')
  for (const [content, expected] of [
    ['{"json": 7}', 'true o false'],
    ['{"x": 7}', 'claves que no se conocen'],
    ['[]', 'un objeto JSON'],
    ['{', 'línea 1, columna 2: el JSON termina antes de tiempo.'],
    ['{x', 'columna 2: esto no es JSON.'],
    ['{"schema": 1.0}', 'entre comillas'],
  ] as const) {
    writeFileSync(path, content)
    expect(await said(`status --config ${path}`)).toContain(expected)
  }
})

test('what doctor finds', async () => {
  const nowhere = { QBO_API_BASE_URL: 'http://127.0.0.1:1', QBO_TOKEN_URL: 'http://127.0.0.1:1' }
  for (const [more, expected] of [
    [{ QBO_REFRESH_TOKEN: '' }, 'Todavía no hay tokens guardados de esta empresa'],
    [{ QBO_REFRESH_TOKEN: 'dead' }, 'Una persona debe conectar de nuevo la empresa'],
    [{ QBO_CLIENT_SECRET: 'wrong' }, 'Intuit no reconoce las claves'],
    [nowhere, 'El servidor de tokens no pudo responder'],
    [{ QBO_REALM_ID: '999' }, '999 no es una empresa de sandbox'],
    [{ QBO_CLIENT_ID: '' }, 'Falta en las variables de entorno: QBO_CLIENT_ID'],
    [{ DATABASE_URL: 'postgres://127.0.0.1:1/x' }, 'Enciéndala, o corrija DATABASE_URL'],
    [{ DATABASE_URL: 'pglite:memory' }, 'La base de datos está en memoria'],
    [{ HTTP_PROXY: 'http://127.0.0.1:1' }, 'No se usa ningún proxy'],
    [{ HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'x' }, 'salvo los servidores de NO_PROXY (x)'],
  ] as const) {
    const text = await said('doctor', more)
    expect.soft(text.replaceAll(/\s+/gu, ' ')).toContain(expected)
  }
  await host.database.pool.query('GRANT CREATE ON SCHEMA public TO PUBLIC')
  expect(await said('doctor')).toContain('Cualquiera puede crear en el esquema public')
  await host.database.pool.query(
    "COMMENT ON SCHEMA public IS ''; CREATE SCHEMA raw; CREATE TABLE raw.qb_items (id text)",
  )
  expect(await said('doctor')).toContain('ROJO: hay que corregir')
})

test('what QuickBooks refuses: its own words stand between quotation marks', async () => {
  for (const [kind, times, expected] of [
    ['permission-denied', 1, 'El usuario que conectó la empresa no puede leer esto'],
    ['feature-not-supported', 1, 'El plan de la empresa no tiene esta función'],
    ['subscription-ended', 1, 'La suscripción de la empresa terminó'],
    ['forbidden', 1, 'La empresa de QBO_REALM_ID no es de QBO_ENVIRONMENT'],
    ['unauthorized', 20, 'QuickBooks rechazó también un token de acceso'],
  ] as const) {
    host.simulator.inject({ kind, times, match: { path: '/query' } })
    const text = await said(`plan --entities items ${range.join(' ')}`)
    expect.soft(text, kind).toContain(expected)
  }
})
