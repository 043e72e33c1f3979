import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian's packages put the programs of each version; others put them into PATH. */
const debianFolder = '/usr/lib/postgresql'

/** The oldest version that the sink supports. */
const oldest = 14

/** The folder of the newest PostgreSQL installed here; `undefined` without one. */
export function installedPrograms(): string | undefined {
  const ofDebian = existsSync(debianFolder)
    ? readdirSync(debianFolder).map((version) => join(debianFolder, version, 'bin'))
    : []
  const found = [...ofDebian, ...(process.env['PATH'] ?? '').split(delimiter)]
    .filter((folder) => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))))
    .map((folder) => ({ folder, version: versionIn(folder) }))
    .filter(({ version }) => version >= oldest)
  return found.sort((one, other) => other.version - one.version)[0]?.folder
}

/** Zero for a program that does not say. */
function versionIn(folder: string): number {
  try {
    const said = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
    return Number(/\) (\d+)/u.exec(said)?.[1] ?? 0)
  } catch {
    return 0
  }
}
