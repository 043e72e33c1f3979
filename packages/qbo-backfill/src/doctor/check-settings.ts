import { sql } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { ok, warn, type Look } from './finding.js'

/** What server, database or role may have set that this program has to do with. */
const namesOfSettings = [
  'statement_timeout',
  'lock_timeout',
  'transaction_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'standard_conforming_strings',
  'search_path',
]

/** The connection that holds a company's lock says something every ten seconds. */
const shortestIdleMs = 15_000

interface Setting {
  readonly name: string
  /** As PostgreSQL tells it; of a timeout, milliseconds. */
  readonly value: string
}

const settingRow: z.ZodType<Setting> = z.object({ name: z.string(), value: z.string() })
const schemaRow = z.object({ open: z.boolean() })

/** Settings that this role's connections begin with, and who may create in `public`. */
export async function checkSettings(db: Database): Promise<readonly Look[]> {
  const names = sql.join(namesOfSettings.map((name) => sql.lit(name)))
  // What the connection began with: our transactions set some of them aside.
  const asked = sql`SELECT name, reset_val AS value FROM pg_catalog.pg_settings WHERE name IN (${names}) ORDER BY name`
  const settings = await readRows(db, 'the settings', settingRow, asked)
  const isOpen = sql`
    SELECT EXISTS (
      SELECT FROM pg_catalog.aclexplode(nspacl) AS granted
      WHERE granted.grantee = 0::oid AND granted.privilege_type = 'CREATE'
    ) AS open FROM pg_catalog.pg_namespace WHERE nspname = 'public'`
  const [schema] = await readRows(db, 'the schema public', schemaRow, isOpen)
  return [...settingFindings(settings), publicFinding(schema?.open ?? false)]
}

export function settingFindings(settings: readonly Setting[]): readonly Look[] {
  const value = new Map(settings.map((setting) => [setting.name, setting.value]))
  const found: Look[] = []
  const idle = Number(value.get('idle_session_timeout') ?? 0)
  if (idle > 0 && idle < shortestIdleMs)
    found.push(
      warn(
        'timeouts',
        {
          en: `idle_session_timeout is ${idle} ms, and ends the connection by which a run holds its company.`,
          es: `idle_session_timeout es de ${idle} ms, y cierra la conexión con que una corrida sostiene su empresa.`,
        },
        {
          en: 'For this role: ALTER ROLE … SET idle_session_timeout = 0.',
          es: 'Para este rol: ALTER ROLE … SET idle_session_timeout = 0.',
        },
      ),
    )
  const path = (value.get('search_path') ?? '').split(',').map((schema) => schema.trim())
  if (path.indexOf('pg_catalog') > 0)
    found.push(
      warn(
        'search_path',
        {
          en: `search_path is ${path.join(', ')}: what others define there stands before PostgreSQL's own.`,
          es: `search_path es ${path.join(', ')}: lo que otros definen ahí va antes que lo propio de PostgreSQL.`,
        },
        {
          en: 'Name pg_catalog first, or not at all, which is the same: ALTER ROLE … SET search_path = …',
          es: 'Ponga pg_catalog primero, o no lo nombre, que es lo mismo: ALTER ROLE … SET search_path = …',
        },
      ),
    )
  if (found.length > 0) return found
  const aside = settings.filter(({ name, value: set }) => name.endsWith('timeout') && set !== '0')
  if (value.get('standard_conforming_strings') === 'off')
    aside.push({ name: 'standard_conforming_strings', value: 'off' })
  const listed = aside.map(({ name, value: set }) =>
    /^\d+$/u.test(set) ? `${name} ${set} ms` : `${name} ${set}`,
  )
  return [
    ok(
      'settings',
      listed.length === 0
        ? {
            en: 'No limit of time is set for this role.',
            es: 'Este rol no tiene ningún límite de tiempo.',
          }
        : {
            en: `Set for this role, and no obstacle: ${listed.join(', ')}.`,
            es: `Este rol tiene, sin que estorbe: ${listed.join(', ')}.`,
          },
    ),
  ]
}

function publicFinding(isOpen: boolean): Look {
  if (!isOpen)
    return ok('public', {
      en: 'Not everybody may create in the schema public.',
      es: 'No cualquiera puede crear en el esquema public.',
    })
  return warn(
    'public',
    {
      en: 'Everybody may create in the schema public, and so take the place of a function that a program calls without its schema (CVE-2018-1058). This program names them.',
      es: 'Cualquiera puede crear en el esquema public, y así suplantar una función que un programa llama sin su esquema (CVE-2018-1058). Este programa siempre lo nombra.',
    },
    {
      en: 'For what else uses this database: REVOKE CREATE ON SCHEMA public FROM PUBLIC.',
      es: 'Por los demás programas que usan esta base de datos: REVOKE CREATE ON SCHEMA public FROM PUBLIC.',
    },
  )
}
