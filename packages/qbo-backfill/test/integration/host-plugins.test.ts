import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CamelCasePlugin } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { afterEach, describe, expect, test } from 'vitest'
import { createTriggers, postgresStore, postgresTokenStore, writeEvidence } from '../../src/index.js'
import { databases, startCompany, type TestCompany } from '../company.js'

let company: TestCompany

afterEach(() => company.close())

describe.each(databases)('a Kysely of the host that renames columns, on %s', (kind) => {
  test('changes nothing in a run, its evidence, a sync, a verification, the triggers and the tokens', async () => {
    company = await startCompany(kind)
    const db = company.db.withPlugin(new CamelCasePlugin())
    const store = postgresStore({ db, sink: createRawSink({ db }) })
    const range = { from: '2020-01-01', to: '2025-01-01' }
    const report = await company.run({ ...range, store })
    expect([report.status, report.entities.flatMap((entity) => entity.findings)]).toEqual(['green', []])
    expect((await company.run({ ...range, store })).status).toBe('green')
    expect((await company.verify({ ...range, store })).status).toBe('green')
    await expect(company.sync({ store })).resolves.toBeDefined()

    const directory = await mkdtemp(join(tmpdir(), 'qbo-host-plugins-'))
    const evidence = await writeEvidence({ db, report, directory })
    expect(JSON.stringify(evidence)).toContain('report.html')
    await rm(directory, { recursive: true })

    const tokens = postgresTokenStore({ db })
    const key = { environment: 'sandbox', clientId: 'app', realmId: '1' } as const
    await tokens.save(key, { refreshToken: 'RT1-kept' })
    expect(await tokens.load(key)).toMatchObject({ refreshToken: 'RT1-kept' })
    expect(await createTriggers({ db }).list()).toEqual([])
  })
})
