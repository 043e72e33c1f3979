import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { invalid } from '../../words/invalid.js'

/** Lines that a shell and `docker --env-file` read alike, unless a value has signs that a shell would take for its own. */
export function environmentText(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}`)
  return `${lines.join('\n')}\n`
}

/** As a shell takes it for one word, and unchanged. */
export function quoted(value: string): string {
  return /^[\w.:/@%+=,-]*$/u.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`
}

/**
 * Writes what only its owner may read. What was there before stays until all of the new is on the disk.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function writeEnvironmentFile(path: string, text: string): void {
  const written = `${path}.${process.pid}.new`
  try {
    // wx: a link that somebody has put there is not followed.
    writeFileSync(written, text, { mode: 0o600, flag: 'wx' })
    renameSync(written, path)
  } catch (error) {
    rmSync(written, { force: true })
    const { code } = error as NodeJS.ErrnoException
    const [where, donde] = existsSync(dirname(path))
      ? ['', '']
      : [` There is no folder ${dirname(path)}.`, ` No existe la carpeta ${dirname(path)}.`]
    throw invalid(
      {
        en: `${path} cannot be written: ${code}.${where}`,
        es: `No se puede escribir ${path}: ${code}.${donde}`,
      },
      error,
    )
  }
}
