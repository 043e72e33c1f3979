import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { npmPrograms, reachablePrograms, serverUser, startPostgres } from 'testkit'
import { expect, test } from 'vitest'

test('the PostgreSQL of the tests can be started from a folder that others may not enter, whatever its name', () => {
  // As mkdtemp makes it: 0700.
  const closed = mkdtempSync(join(tmpdir(), 'año nuevo-'))
  try {
    cpSync(dirname(npmPrograms(18)), join(closed, 'pg'), { recursive: true, verbatimSymlinks: true })
    const user = serverUser()
    const programs = reachablePrograms(join(closed, 'pg/bin'), user)
    for (const program of ['initdb', 'postgres']) {
      const started = spawnSync(join(programs, program), ['--version'], { ...user, cwd: '/' })
      expect(started.error).toBeUndefined()
      expect(String(started.stdout)).toMatch(/PostgreSQL\) 18/u)
    }
  } finally {
    rmSync(closed, { recursive: true })
  }
})

test('a PostgreSQL of the tests that does not start says why in one sentence', async () => {
  await expect(startPostgres({ settings: { max_connections: 'many' } })).rejects.toThrowError(
    /^The PostgreSQL of the tests did not start: FATAL: {2}invalid value for parameter "max_connections": "many"$/u,
  )
  await expect(startPostgres({ programs: '/nowhere' })).rejects.toThrowError(
    'The PostgreSQL of the tests did not start: spawn /nowhere/initdb ENOENT',
  )
})
