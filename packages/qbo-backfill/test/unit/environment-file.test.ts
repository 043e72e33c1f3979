import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentText, writeEnvironmentFile } from '../../src/cli/commands/init/init-file.js'

const directory = mkdtempSync(join(tmpdir(), 'qbo-init-'))

test('only its owner may read the environment file, also where another was there', () => {
  const path = join(directory, 'qbo.env')
  writeFileSync(path, 'old', { mode: 0o644 })
  writeEnvironmentFile(path, 'QBO_CLIENT_ID=new\n')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(path, 'utf8')).toBe('QBO_CLIENT_ID=new\n')
  expect(readdirSync(directory)).toEqual(['qbo.env'])
})

test('a folder that is not there is said', () => {
  expect(() => writeEnvironmentFile(join(directory, 'none', 'qbo.env'), '')).toThrow(
    /ENOENT\. There is no folder/u,
  )
})

test('whatever a value holds, a shell reads it as it was given', () => {
  const value = fc.string({ maxLength: 30, unit: fc.constantFrom(...'aZ9 \'"$`\\!#&*()<>|;~=%ñ'.split('')) })
  fc.assert(
    fc.property(value, (secret) => {
      const path = join(directory, 'shell.env')
      writeEnvironmentFile(path, environmentText({ SECRET: secret }))
      const script = 'set -a; . "$0"; set +a; printf %s "$SECRET"'
      expect(execFileSync('sh', ['-c', script, path], { encoding: 'utf8' })).toBe(secret)
    }),
    { numRuns: 40 },
  )
})
