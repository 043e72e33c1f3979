import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * A Python virtual environment with what `requirementsFile` names, outside the checkout and kept between runs: a host
 * such as Mage takes minutes to install. The programs in `bin/` hold its path, so it is made where it stays, and marked
 * when it is whole: one cut short is made again.
 *
 * @returns its directory; programs are in `bin/`
 */
export async function pythonEnvironment(requirementsFile: string): Promise<string> {
  const requirements = await readFile(requirementsFile, 'utf8')
  const { stdout: version } = await run('python3', ['--version'])
  const hash = createHash('sha256')
    .update(version + requirements)
    .digest('hex')
    .slice(0, 16)
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'qbo-hosts')
  const directory = join(cache, hash)
  if (existsSync(join(directory, 'complete'))) return directory
  await mkdir(cache, { recursive: true })
  await rm(directory, { recursive: true, force: true })
  await run('python3', ['-m', 'venv', directory])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirementsFile]
  await run(join(directory, 'bin/python'), pip, { maxBuffer: 64 * 1024 * 1024 })
  await writeFile(join(directory, 'complete'), '')
  return directory
}
