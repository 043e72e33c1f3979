import pg from 'pg'
import type { Words } from '../language.js'

const forms = {
  en: 'Use postgres://user:password@host:5432/database, pglite:./directory or pglite:memory.',
  es: 'Use postgres://usuario:clave@servidor:5432/base, pglite:./carpeta o pglite:memory.',
}

/** Where a PostgreSQL is, as the driver understands its URL: nothing of it is secret. */
export interface DatabaseAddress {
  readonly where: string
  /** Whether the URL asks for TLS. */
  readonly tls: boolean
}

/**
 * Why the URL cannot be a database, or undefined. The driver's own reading counts, so that what it takes is taken.
 * Says nothing of the URL's text: in one that is misread, the password stands where something else is looked for.
 */
export function databaseUrlProblem(url: string): Words | undefined {
  if (/^pglite:./u.test(url)) return undefined
  if (!/^postgres(?:ql)?:\/\//u.test(url))
    return {
      en: `It is not a database that this program knows. ${forms.en}`,
      es: `No es una base de datos que este programa conozca. ${forms.es}`,
    }
  if (isMisread(url)) return unreadable
  try {
    databaseAddress(url)
    return undefined
  } catch (error) {
    const { syscall } = error as { syscall?: unknown }
    return syscall === undefined
      ? unreadable
      : {
          en: 'A file that it names (sslrootcert, sslcert, sslkey) cannot be read.',
          es: 'No se puede leer un archivo que ella indica (sslrootcert, sslcert, sslkey).',
        }
  }
}

const unreadable: Words = {
  en: `It cannot be read as a URL. Special characters of a user name or password must be percent-encoded: @ is %40, / is %2F, # is %23, ? is %3F, % is %25. ${forms.en}`,
  es: `No se puede leer como URL. Los caracteres especiales del usuario o de la clave van codificados: @ es %40, / es %2F, # es %23, ? es %3F, % es %25. ${forms.es}`,
}

/** Settings whose value may hold an @, as the user names of some hosts do; behind the @ of an address stands a /. */
const settingsWithAt = /(^|&)(?:user|password|application_name)=[^&/]*(?=&|$)/gu

/**
 * Whether a password with a /, ? or # was cut there: its rest, with the @ before the host, then stands in the path, the
 * settings or the fragment, and its beginning is taken for a port.
 */
function isMisread(url: string): boolean {
  const [, path = '', settings = ''] = /^\w+:\/\/[^/?#]*([^?]*)\??(.*)$/su.exec(url) ?? []
  const rest = path + settings.replaceAll(settingsWithAt, '$1')
  return rest.includes('@') || url.includes('#')
}

/** @throws {Error} if the driver cannot read the URL. */
export function databaseAddress(url: string): DatabaseAddress {
  const { host, port, database, user, ssl } = new pg.Client({ connectionString: url })
  // The driver's default for the database is the user, and what was read as one may be part of a password.
  const named = database === user ? '' : (database ?? '')
  return { where: `${host}:${port}/${named}`, tls: Boolean(ssl) }
}
