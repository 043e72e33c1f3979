import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pythonEnvironment } from 'testkit'

const run = promisify(execFile)
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url))

/** The directory of the example, with docker-compose.yml in it. */
export const example: string = fileURLToPath(new URL('..', import.meta.url))

export interface Service {
  readonly image?: string
  readonly build?: string
  readonly command?: string
  readonly profiles?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly networks?: readonly string[]
  readonly network_mode?: string
  readonly depends_on?: unknown
  readonly healthcheck?: { readonly test: readonly string[] }
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
  readonly networks: Readonly<Record<string, unknown>>
  readonly volumes: Readonly<Record<string, unknown>>
}

/** Read by the YAML of Mage's environment, which knows the same YAML 1.1 that traps people in compose files. */
export async function readComposeFile(): Promise<ComposeFile> {
  const venv = await pythonEnvironment(requirements)
  const program = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))'
  const { stdout } = await run(join(venv, 'bin/python'), ['-c', program, `${example}docker-compose.yml`])
  return JSON.parse(stdout) as ComposeFile
}

/** What dclint, which carries the schema of the Compose specification, finds wrong; empty if nothing. */
export async function complaints(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'qbo-hosts/dclint-3.1.0')
  const linter = join(cache, 'node_modules/dclint/bin/dclint.cjs')
  if (!existsSync(linter)) {
    const quiet = ['--no-audit', '--no-fund', '--silent', '--no-save']
    await run('npm', ['install', '--prefix', cache, ...quiet, 'dclint@3.1.0'])
  }
  // The simulator runs the image that is built for Mage, so it has a name as well.
  const argv = ['--quiet', '--disable-rule', 'no-build-and-image', `${example}docker-compose.yml`]
  const { stdout } = await run(process.execPath, [linter, ...argv]).catch(
    (error: { stdout: string }) => error,
  )
  return stdout.trim()
}
