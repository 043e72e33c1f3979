import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../../bin/qbo-backfill.js', import.meta.url))

/** What it says on stdout; fails for any exit code but 0. */
async function said(...argv: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...argv])
  expect(stderr).toBe('')
  return stdout
}

test('--version says the version of the package', async () => {
  const manifest = readFileSync(createRequire(import.meta.url).resolve('qbo-backfill/package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { readonly version: string }
  expect(await said('--version')).toBe(`${version}\n`)
})

test('--help says what there is, and after a command what it takes', async () => {
  expect(await said('--help')).toMatch(/^ {2}run +Read a range into the database/mu)
  expect(await said('run', '--help')).toMatch(
    /^Usage: qbo-backfill run.*Read a range.*--entities <LIST>.*Examples:.*Environment:.*Exit codes:/su,
  )
})
