import { createTestDatabase } from 'testkit'
import { expect, inject, test } from 'vitest'
import { createRawSink } from '../src/index.js'
import { page, record } from './records.js'

for (const encoding of ['LATIN1', 'WIN1252', 'EUC_JP', 'SQL_ASCII']) {
  test(`a database in ${encoding} is refused by migrate, and by the first write of what it cannot hold`, async () => {
    const database = await createTestDatabase(inject('databaseUrl'), { encoding })
    const { db } = database
    try {
      const sink = createRawSink({ db })
      const refusal = {
        code: 'SINK_DATABASE_ENCODING',
        retryable: false,
        message: expect.stringMatching(new RegExp(`${encoding}.*ENCODING 'UTF8'`)) as string,
      }
      await expect(sink.migrate({ entities: ['Invoice'] })).rejects.toMatchObject(refusal)
      await expect(sink.pendingMigrations({ entities: ['Invoice'] })).rejects.toMatchObject(refusal)
      expect(await sink.writePage(db, page([record()]))).toMatchObject({ inserted: 1 })
      const snow = [record({ id: '2' }), String.raw`{"Id":"3","Note":"\u2603 \u00e9 \u0100"}`]
      await expect(sink.writePage(db, page(snow))).rejects.toMatchObject(refusal)
      expect(
        await sink.idsLive(db, { realmId: 'R1', entity: 'Invoice', where: { ids: ['1', '2'] } }),
      ).toEqual(['1'])
      expect(await sink.rejects(db, { realmId: 'R1' })).toEqual([])
    } finally {
      await database.drop()
    }
  })
}
