import { inTransaction, run, type Database } from '../database.js'
import { checkTargetCount, type Page, type WriteCounts } from './page.js'
import { pageStatement, type PageStatement } from './page-statement.js'

export async function writePage(db: Database, schema: string, page: Page): Promise<WriteCounts> {
  const statement: PageStatement = {
    schema,
    realmId: page.realmId,
    entity: page.entity,
    text: page.text,
    recordsPath: page.recordsPath ?? ['QueryResponse', page.entity],
    targets: page.windows,
    runId: page.runId,
    pageNumber: page.page.number,
    pageSize: page.page.size,
  }
  return inTransaction(db, async (trx) => {
    const [outcome] = await run(trx, pageStatement(statement), `write a page of ${page.entity}`)
    if (outcome === undefined) throw new Error('The page statement always answers one row')
    checkTargetCount(page.windows, outcome.records)
    const { inserted, updated, unchanged, stale, nameless } = outcome
    return { inserted, updated, unchanged, stale, rejected: nameless.length }
  })
}
